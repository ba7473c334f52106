import { SERVICE_NAMES, VENDORS, type Vendor } from '../../chats/chat-key.ts';
import { BOTS } from '../../config/bots.ts';
import { tokenOf } from '../../config/secrets.ts';
import type { Channel } from '../../delivery/channel.ts';
import { paragraph, text } from '../../messages/message.ts';
import { renderMessage } from '../../messages/render.ts';
import type { BotAccess } from '../../services/access.ts';
import type { BotSetUp } from '../../services/bot-set-up.ts';
import { CHANNELS, SET_UPS } from '../../services/services.ts';
import { newSecret } from '../../world.ts';
import { type Deployed, endpointOf, proofsOf } from './endpoint.ts';
import type { GivenSecrets } from './given-secrets.ts';
import type { Operator } from './operator.ts';
import { done, failed, type Step, type StepResult, skipped } from './steps.ts';

/** The steps of `setup` for each bot. */
export function botSteps(operator: Operator, given: GivenSecrets): readonly Step[] {
  return VENDORS.flatMap((vendor) => {
    const token = given[tokenOf(vendor)];
    const setUp = SET_UPS[vendor];
    const own = setUp === null ? [] : setUpSteps(operator, vendor, setUp, token);
    return [...own, testMessage(operator, vendor, token)];
  });
}

function setUpSteps(
  operator: Operator,
  vendor: Vendor,
  { introduce, commands, endpoint }: BotSetUp,
  token: string | null,
): readonly Step[] {
  const service = SERVICE_NAMES[vendor];
  const { api } = operator.settings.bots[vendor];
  const withBot = (act: (bot: BotAccess) => Promise<StepResult>) => async () =>
    token === null ? skipped('no token given') : act({ token, api });
  const notDeployed = failed('nothing is deployed: npm run deploy');
  return [
    {
      name: `${service} bot`,
      description: `ask ${service} which bot the token belongs to; show how to invite it`,
      run: withBot(async (bot) => {
        const { name, invites } = await introduce(bot);
        return done(`${name}; ${invites}`);
      }),
    },
    {
      name: commands.name,
      description: commands.does,
      run: withBot(async (bot) => {
        await commands.register(bot);
        return done(commands.done);
      }),
    },
    {
      name: endpoint.name,
      description: endpoint.does,
      run: () =>
        withEndpoint(operator, vendor, token, notDeployed, async (bot, at) =>
          done(await endpoint.connect(bot, at, { ...proofsOf(operator, vendor), newSecret })),
        ),
    },
  ];
}

/** The steps that disconnect each service from a deployment that is about to be removed. */
export function botRemovals(operator: Operator): readonly Step[] {
  return VENDORS.flatMap((vendor) => {
    const endpoint = SET_UPS[vendor]?.endpoint;
    if (endpoint === undefined) return [];
    const { name, undoes, undone, brings } = endpoint;
    const run = () =>
      withEndpoint(operator, vendor, null, skipped('there is no stack'), async (bot, at) =>
        (await endpoint.disconnect(bot, at)) ? done(undone) : skipped(`${brings} do not come here`),
      );
    return [{ name, description: undoes, run }];
  });
}

function testMessage({ settings }: Operator, vendor: Vendor, token: string | null): Step {
  const { chat, api } = settings.bots[vendor];
  return {
    name: `${SERVICE_NAMES[vendor]} test message`,
    description: chat === null ? 'nothing: no chat is given' : `send one to ${chat}`,
    run: async () => {
      const channel = CHANNELS[vendor]({ token, api, webhook: null });
      if (channel === null || chat === null)
        return skipped(`needs ${BOTS[vendor].token.name} and ${BOTS[vendor].chat.name} in .env`);
      return sendTestMessage(channel, chat);
    },
  };
}

/** Calls `act` with a bot, by the given token or the stored one, and with its deployed endpoint. */
async function withEndpoint(
  operator: Operator,
  vendor: Vendor,
  given: string | null,
  withoutStack: StepResult,
  act: (bot: Deployed['bot'], at: Deployed['endpoint']) => Promise<StepResult>,
): Promise<StepResult> {
  const found = await endpointOf(operator, vendor, given);
  if (found === 'no token') return skipped('no token given');
  return found === 'no stack' ? withoutStack : act(found.bot, found.endpoint);
}

const MESSAGE = renderMessage({
  id: 'setup-test',
  title: 'Hashtilt is set up',
  severity: 'info',
  sections: [
    paragraph(text('This is a test message. Digests and warnings about Bitcoin’s hash rate will come here.')),
  ],
});

/** Sends a test message, so that a wrong chat or missing permission shows now and not at the first warning. */
async function sendTestMessage(channel: Channel, chat: string): Promise<StepResult> {
  const result = await channel.send(MESSAGE, { deliveryId: `${MESSAGE.id} ${channel.vendor} ${chat}`, chat });
  switch (result.kind) {
    case 'sent':
      return done(`message ${result.messageId} in ${chat}`);
    case 'moved':
      return failed(`the chat is now ${result.chat}; write that in .env`);
    case 'wait':
      return failed(`the service asks to wait ${result.seconds} s`);
    case 'unknown':
    case 'gone':
    case 'retry':
    case 'refused':
    case 'barred':
      return failed(`${chat}: ${result.reason}`);
  }
}
