import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { runGateway } from '../../../lib/services/discord/gateway.ts';
import { type GatewayPeer, startGatewayPeer } from '../../support/discord-gateway-peer.ts';
import { reply } from '../../support/fixed-core.ts';
import { MANAGES, type RunningEndpoint, startEndpoint, TOKEN } from './running-endpoint.ts';

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
  it('asks to hear of servers only, not of what people write', () => {
    expect(intents).toBe(1);
  });

  it('answers a command as the endpoint would', async () => {
    await bot.peer.interact(gateway.inbox, command);
    await until(() => bot.peer.sent.length === 1);
    expect(bot.core.asked).toMatchObject([{ isAdmin: true, said: { kind: 'options', command: 'today' } }]);
    expect(bot.peer.sent).toMatchObject([
      { act: 'interaction', payload: { embeds: [{ title: 'Pools \\<7 days>' }] } },
    ]);
  });

  it('takes up a connection that broke, and goes on', async () => {
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

  it('reports what it cannot read, and goes on', async () => {
    await fetch(gateway.inbox, { method: 'POST', body: '{"type":2,"id":"1","data":{"name":"today"}}' });
    await bot.peer.interact(gateway.inbox, command);
    await until(() => bot.peer.sent.length === 1);
    expect(bot.reports).toHaveLength(1);
    expect(bot.reports[0]).toMatch(/^Discord: interaction: application_id: /);
  });
});

it('a bot with a token that Discord does not know ends with the reason, without the token', async () => {
  const outcome = runGateway(bot.deps, {
    token: 'another.token',
    api: gateway.api,
    signal: new AbortController().signal,
  });
  await expect(outcome).rejects.toThrow(/^An invalid token was provided\.$/);
});
