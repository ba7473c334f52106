import { ADMIN, CHANNEL, DIRECT, GROUP, MANAGES, PERSON } from './people.ts';
import type { World } from './world.ts';

/** A slash command with its options filled in. */
export type Slash = {
  readonly name: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly channel?: string;
};

/** Sends a text to the Telegram bot, and waits until all resulting work is done. */
export async function type(
  { telegram, deployment }: World,
  text: string,
  { chat = PERSON, from = chat }: { readonly chat?: number; readonly from?: number } = {},
): Promise<readonly number[]> {
  const { statuses } = await telegram.say({ chat, text, from });
  await deployment.settle();
  return statuses;
}

/** Sends a slash command to the Discord bot, and waits until all resulting work is done. */
export async function slash(
  { discord, deployment }: World,
  { name, options = {}, channel = DIRECT }: Slash,
): Promise<number> {
  const { status } = await discord.interact(`${deployment.api}/discord`, {
    what: {
      kind: 'command',
      name,
      options: Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value })),
    },
    channel,
    ...(channel === CHANNEL && { permissions: MANAGES }),
  });
  await deployment.settle();
  return status;
}

/** A person, a group, a direct chat and a server's channel subscribe; the first and the third set an alarm, too. */
export async function subscribeAll(world: World): Promise<void> {
  await type(world, '/start');
  await type(world, '/start', { chat: GROUP, from: ADMIN });
  await type(world, '/watch foundry 30%');
  await slash(world, { name: 'start' });
  await slash(world, { name: 'start', channel: CHANNEL });
  await slash(world, { name: 'watch', options: { who: 'foundry', level: '30%' } });
}
