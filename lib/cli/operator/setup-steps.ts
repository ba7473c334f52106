import { ENV } from '../../config/environment.ts';
import { GIVEN_SECRETS, type GivenSecretName, SECRET_VARIABLES } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { connectDiscord } from '../../services/discord/client.ts';
import { discordChannel } from '../../services/discord/send.ts';
import { discordApplication, registerDiscordCommands } from '../../services/discord/set-up.ts';
import { connectTelegram } from '../../services/telegram/client.ts';
import { telegramChannel } from '../../services/telegram/send.ts';
import { setTelegramMenus, telegramBotName } from '../../services/telegram/set-up.ts';
import { discordInvite, telegramInvites } from './bot-invites.ts';
import type { GivenSecrets } from './given-secrets.ts';
import type { Operator } from './operator.ts';
import { done, failed, type Step, skipped } from './steps.ts';
import { sendTestMessage } from './test-message.ts';
import { discordEndpointStep, telegramWebhookStep } from './webhook-steps.ts';

/** Everything `setup` does, in its order. */
export function setupSteps(
  operator: Operator,
  given: GivenSecrets,
  alarmEmail: string | null,
): readonly Step[] {
  return [
    ...GIVEN_SECRETS.map((name) => storeSecret(operator, name, given[name])),
    ...telegramSteps(operator, given['telegram-bot-token']),
    ...discordSteps(operator, given['discord-bot-token']),
    alarmStep(operator, alarmEmail),
  ];
}

function storeSecret({ secrets }: Operator, name: GivenSecretName, value: string | null): Step {
  return {
    name,
    does: value === null ? 'leave it as it is: none is given' : 'store it in SSM, encrypted',
    act: async () => {
      if (value === null) {
        const { [name]: stored } = await secrets.load([name]);
        return skipped(
          stored === null ? `not set; give it as ${SECRET_VARIABLES[name]} in .env` : 'left as it was',
        );
      }
      await secrets.save(name, value);
      return done('stored in SSM, encrypted');
    },
  };
}

function telegramSteps(operator: Operator, token: string | null): readonly Step[] {
  const { telegramApi, telegramChat } = operator;
  return [
    {
      name: 'Telegram bot',
      does: 'ask Telegram whose token it is; show how to invite the bot',
      act: async () => {
        if (token === null) return skipped('no token given');
        const bot = await telegramBotName(token, telegramApi);
        const { group, channel } = telegramInvites(bot);
        return done(`@${bot}; add it to a group: ${group} or to a channel: ${channel}`);
      },
    },
    {
      name: 'Telegram menus',
      does: 'tell Telegram the commands of each menu and what the bot is',
      act: async () => {
        if (token === null) return skipped('no token given');
        await setTelegramMenus(connectTelegram({ token, apiRoot: telegramApi }));
        return done('commands, menus and descriptions are set');
      },
    },
    telegramWebhookStep(operator, token),
    {
      name: 'Telegram test message',
      does: telegramChat === null ? 'nothing: no chat is given' : `send one to ${telegramChat}`,
      act: async () => {
        if (token === null || telegramChat === null)
          return skipped(`needs ${ENV.telegramToken} and ${ENV.telegramChat} in .env`);
        const apiRoot = telegramApi === undefined ? {} : { apiRoot: telegramApi };
        return sendTestMessage(telegramChannel({ token, ...apiRoot }), telegramChat);
      },
    },
  ];
}

function discordSteps(operator: Operator, token: string | null): readonly Step[] {
  const { discordApi, discordChannel: chat } = operator;
  return [
    {
      name: 'Discord bot',
      does: 'ask Discord whose token it is; show how to invite the bot',
      act: async () => {
        if (token === null) return skipped('no token given');
        const { id, name } = await discordApplication(token, discordApi);
        return done(`${name}; add it to a server: ${discordInvite(id)}`);
      },
    },
    {
      name: 'Discord commands',
      does: 'tell Discord the slash commands, in place of all it had',
      act: async () => {
        if (token === null) return skipped('no token given');
        await registerDiscordCommands(connectDiscord(token, { api: discordApi }));
        return done('slash commands are set');
      },
    },
    discordEndpointStep(operator, token),
    {
      name: 'Discord test message',
      does: chat === null ? 'nothing: no channel is given' : `send one to ${chat}`,
      act: async () => {
        if (token === null || chat === null)
          return skipped(`needs ${ENV.discordToken} and ${ENV.discordChannel} in .env`);
        const api = discordApi === undefined ? {} : { api: discordApi };
        return sendTestMessage(discordChannel({ token, ...api }), chat);
      },
    },
  ];
}

function alarmStep({ account, settings }: Operator, address: string | null): Step {
  return {
    name: 'alarms',
    does:
      address === null ? 'nothing: no address is given' : `mail them to ${address}, and prove that it works`,
    act: async () => {
      if (address === null) return skipped(`nobody is told: set ${ENV.alarmEmail} in .env`);
      const stack = await account.loadStack(stackName(settings.stage));
      if (stack === null || stack.alarmTopic === null) return failed('nothing is deployed: npm run deploy');
      const known = await account.loadSubscriptions(stack.alarmTopic);
      const subscription = known.find((one) => one.address === address);
      if (subscription?.confirmed !== true) {
        await account.subscribe(stack.alarmTopic, address);
        return failed(`open the link that AWS has mailed to ${address}, then run npm run setup again`);
      }
      await account.publish(
        stack.alarmTopic,
        'Hashtilt: test of the alarms',
        'This is how an alarm of Hashtilt reaches you. Nothing is wrong.',
      );
      return done(`a test was mailed to ${address}`);
    },
  };
}
