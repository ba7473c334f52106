import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runGateway } from '../../../lib/services/discord/gateway.ts';
import { startGatewayPeer } from '../../support/discord-gateway-peer.ts';
import { reply } from '../../support/fixed-core.ts';
import { CHANNEL, MANAGES, startEndpoint, TOKEN } from './running-endpoint.ts';

/** Starts a bot and connects it. To disconnect takes half a second, so tests that leave it connected share one. */
async function connectBot() {
  const bot = await startEndpoint();
  const gateway = await startGatewayPeer(bot.peer.url, TOKEN);
  const stop = new AbortController();
  const connected = gateway.connected();
  const running = runGateway(bot.deps, { token: TOKEN, api: gateway.api, signal: stop.signal });
  const intents = await connected;
  return {
    ...{ bot, gateway, stop, running, intents },
    /** Has somebody send a command, and waits for its answer. */
    async command() {
      const answers = bot.peer.sent.length;
      const what = { kind: 'command', name: 'today' } as const;
      await bot.peer.interact(gateway.inbox, { what, permissions: MANAGES });
      await until(() => bot.peer.sent.length > answers);
    },
    close: async () => {
      stop.abort();
      await running;
      await gateway.close();
      await bot.close();
    },
  };
}

type ConnectedBot = Awaited<ReturnType<typeof connectBot>>;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

describe('a bot at the gateway', () => {
  let connected: ConnectedBot;
  beforeAll(async () => {
    connected = await connectBot();
  });
  afterAll(() => connected.close());

  it('subscribes only to interactions, not to servers or messages', () => {
    expect(connected.intents).toBe(0);
  });

  it('answers a command as the endpoint would', async () => {
    await connected.command();
    const { core, peer } = connected.bot;
    expect(core.asked.at(-1)).toMatchObject({ isAdmin: true, input: { kind: 'options', command: 'today' } });
    expect(peer.sent.at(-1)).toMatchObject({
      act: 'interaction',
      payload: { embeds: [{ title: 'Pools \\<7 days>' }] },
    });
  });

  const whole = {
    id: '1399999999999999999',
    application_id: '1300000000000000001',
    token: 'generated',
    type: 2,
    channel_id: CHANNEL,
    context: 0,
    member: { permissions: MANAGES },
  };
  it.each([
    ['no object', 5, /^Discord: interaction: /],
    ['nothing', null, /^Discord: interaction: /],
    [
      'without its application',
      { type: 2, id: '1', data: { name: 'today' } },
      /^Discord: interaction: application_id: /,
    ],
    [
      'a command whose options are an object',
      { ...whole, data: { id: '1', name: 'today', type: 1, options: { name: 'days', value: '7' } } },
      /^Discord: interaction: data\.options: /,
    ],
    [
      'a command with an option that is null',
      { ...whole, data: { id: '1', name: 'today', type: 1, options: [null] } },
      /^Discord: interaction: data\.options\[0\]: /,
    ],
    ['a command without data', { ...whole, data: null }, /^Discord: interaction: data: /],
    [
      'a press of nothing',
      { ...whole, type: 3, message: null, data: { component_type: 3, custom_id: {}, values: 4 } },
      /^Discord: interaction: data\.custom_id: /,
    ],
    [
      'typing into no option',
      { ...whole, type: 4, data: { type: 1, name: 'pool', options: 'name' } },
      /^Discord: interaction: data\.options: /,
    ],
    ['of a type that is not', { ...whole, type: 'command' }, /^Discord: interaction: type: /],
  ])('reports an interaction that is %s, and goes on', async (_, interaction, reported) => {
    const { bot, gateway, command } = connected;
    const asked = bot.core.asked.length;
    await fetch(gateway.inbox, { method: 'POST', body: JSON.stringify(interaction) });
    await command();
    expect(bot.core.asked).toHaveLength(asked + 1);
    expect(bot.reports.splice(0)).toEqual([expect.stringMatching(reported)]);
  });

  it('with an unknown token ends with the reason, without the token', async () => {
    const { bot, gateway } = connected;
    const { signal } = new AbortController();
    const outcome = runGateway(bot.deps, { token: 'another.token', api: gateway.api, signal });
    await expect(outcome).rejects.toThrow(/^gateway: Discord answered 401, code 0$/);
  });
});

describe('a bot whose connection ends', () => {
  it('reconnects if it was dropped', async () => {
    const { gateway, command, close } = await connectBot();
    const connected = gateway.connected();
    // A bot may identify itself every five seconds.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5000 });
    onTestFinished(() => void vi.useRealTimers());
    gateway.breakOff();
    await connected;
    await command();
    expect(gateway.identified()).toBe(2);
    await close();
  });

  it('answers what is in progress before it stops', async () => {
    const { bot, stop, running, command, close } = await connectBot();
    const go = Promise.withResolvers<void>();
    bot.core.will(async () => {
      await go.promise;
      return reply();
    });
    const answered = command();
    await until(() => bot.core.asked.length === 1);
    stop.abort();
    go.resolve();
    await running;
    expect(bot.peer.sent).toHaveLength(1);
    await answered;
    await close();
  });
});
