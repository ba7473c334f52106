import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { runGateway } from '../../../lib/services/discord/gateway.ts';
import { type GatewayPeer, startGatewayPeer } from '../../support/discord-gateway-peer.ts';
import { reply } from '../../support/fixed-core.ts';
import { CHANNEL, MANAGES, type RunningEndpoint, startEndpoint, TOKEN } from './running-endpoint.ts';

let bot: RunningEndpoint;
let gateway: GatewayPeer;
let stop: AbortController;
let running: Promise<void>;
let intents: number;

beforeEach(async () => {
  bot = await startEndpoint();
  gateway = await startGatewayPeer(bot.peer.url, TOKEN);
  stop = new AbortController();
  const connected = gateway.connected();
  running = runGateway(bot.deps, { token: TOKEN, api: gateway.api, signal: stop.signal });
  intents = await connected;
  return async () => {
    stop.abort();
    await running;
    await gateway.close();
    await bot.close();
  };
});

const command = { what: { kind: 'command', name: 'today' }, permissions: MANAGES } as const;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

describe('a bot at the gateway', () => {
  it('subscribes only to interactions, not to servers or messages', () => {
    expect(intents).toBe(0);
  });

  it('answers a command as the endpoint would', async () => {
    await bot.peer.interact(gateway.inbox, command);
    await until(() => bot.peer.sent.length === 1);
    expect(bot.core.asked).toMatchObject([{ isAdmin: true, input: { kind: 'options', command: 'today' } }]);
    expect(bot.peer.sent).toMatchObject([
      { act: 'interaction', payload: { embeds: [{ title: 'Pools \\<7 days>' }] } },
    ]);
  });

  it('reconnects after a dropped connection', async () => {
    const connected = gateway.connected();
    gateway.breakOff();
    await connected;
    await bot.peer.interact(gateway.inbox, command);
    await until(() => bot.peer.sent.length === 1);
    expect(gateway.identified()).toBe(2);
  });

  it('answers what is in progress before it stops', async () => {
    let go = () => {};
    bot.core.will(async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return reply();
    });
    await bot.peer.interact(gateway.inbox, command);
    await until(() => bot.core.asked.length === 1);
    stop.abort();
    go();
    await running;
    expect(bot.peer.sent).toHaveLength(1);
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
    await fetch(gateway.inbox, { method: 'POST', body: JSON.stringify(interaction) });
    await bot.peer.interact(gateway.inbox, command);
    await until(() => bot.peer.sent.length === 1);
    expect(bot.core.asked).toHaveLength(1);
    expect(bot.reports).toHaveLength(1);
    expect(bot.reports[0]).toMatch(reported);
  });
});

it('a bot with an unknown token ends with the reason, without the token', async () => {
  const outcome = runGateway(bot.deps, {
    token: 'another.token',
    api: gateway.api,
    signal: new AbortController().signal,
  });
  await expect(outcome).rejects.toThrow(/^gateway: Discord answered 401, code 0$/);
});
