import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { type GatewayPeer, startGatewayPeer } from '../support/discord-gateway-peer.ts';
import { type DiscordPeer, startDiscordPeer } from '../support/discord-peer.ts';
import { childrenOf, listeningSockets } from '../support/listening.ts';
import { startCli, type temporaryFolder } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { startTelegramPeer, type TelegramPeer } from '../support/telegram-peer.ts';

const TELEGRAM_TOKEN = '4242:AAF-secret_of_the_bot';
const DISCORD_TOKEN = 'secret.token.of_the_bot';
const PERSON = 4711;
const DIRECT = '140000000000000002';

let seeded: SeededStore;
beforeAll(async () => {
  seeded = await seedStore();
});
afterAll(() => seeded[Symbol.dispose]());

let telegram: TelegramPeer;
let discord: DiscordPeer;
let gateway: GatewayPeer;
let folder: ReturnType<typeof temporaryFolder>;
let log: string;
let station: ReturnType<typeof startCli>;

beforeEach(async () => {
  telegram = await startTelegramPeer({ token: TELEGRAM_TOKEN, chats: [PERSON] });
  discord = await startDiscordPeer({ token: DISCORD_TOKEN, channels: [{ id: DIRECT, type: 1 }] });
  gateway = await startGatewayPeer(discord.url, DISCORD_TOKEN);
  folder = seeded.copy();
  log = '';
  return async () => {
    station.child.kill('SIGKILL');
    await station.ended;
    await gateway.close();
    await discord.close();
    await telegram.close();
    folder[Symbol.dispose]();
  };
});

function start(differs: Readonly<Record<string, string>> = {}): void {
  station = startCli(['station', '--json'], {
    env: {
      HASHTILT_STORE: folder.path,
      HASHTILT_MEMPOOL_URL: 'off',
      HASHTILT_SITE_LISTEN: 'off',
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      HASHTILT_TELEGRAM_API: telegram.url,
      DISCORD_BOT_TOKEN: DISCORD_TOKEN,
      HASHTILT_DISCORD_API: gateway.api,
      ...differs,
    },
    onStderr: (text) => {
      log = text;
    },
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (station.child.exitCode !== null || station.child.signalCode !== null)
      throw new Error(`the station ended: ${log}`);
    await sleep(20);
  }
}

const askOnTelegram = () => telegram.say({ chat: PERSON, text: '/today' });
const isAnsweredOnTelegram = () => telegram.sent.some(({ text }) => text.startsWith('Bitcoin mining on'));

describe('the station', () => {
  it('counts days from an empty store on, answers on both services, and stops cleanly', async () => {
    const path = join(folder.path, 'new');
    start({ HASHTILT_STORE: path });
    await until(() => log.includes('days are closed through') && log.includes('Telegram: the bot answers'));
    await until(() => gateway.identified() === 1);
    // Updates that neither service would send stop nothing and delay nobody.
    await telegram.publish('message', { text: { text: '/today' } });
    const malformed = {
      ...{ id: '1399999999999999999', application_id: '1300000000000000001', token: 'generated' },
      ...{ type: 2, channel_id: DIRECT, data: { id: '1', type: 1, name: 'pools', options: {} } },
    };
    await fetch(gateway.inbox, { method: 'POST', body: JSON.stringify(malformed) });
    await until(
      () => /Telegram: update: .*message/.test(log) && log.includes('Discord: interaction: data.options'),
    );
    await askOnTelegram();
    await discord.interact(gateway.inbox, { what: { kind: 'command', name: 'today' }, channel: DIRECT });
    await until(() => isAnsweredOnTelegram() && discord.sent.length === 1);
    expect(discord.sent[0]?.payload.embeds?.[0]?.title).toMatch(/^Bitcoin mining on/);
    expect(discord.commands().length).toBeGreaterThan(20);

    station.child.kill('SIGTERM');
    const { code, stdout, stderr } = await station.ended;
    expect({ code, document: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      document: { schema: 'hashtilt/station@1' },
    });
    expect(stderr).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z blocks: live blocks are switched off; days are closed/m);
    expect(stderr).toMatch(/stopping \(SIGTERM\): finishing work in progress$/m);
    expect(stderr).not.toMatch(/secret/);
    const store = await openEmbeddedStore(path);
    expect(await store.figures.loadFigures()).toBeDefined();
    await store.close();
  });

  it('keeps answering on one service while the other refuses its token', async () => {
    start({ DISCORD_BOT_TOKEN: 'another.secret.token' });
    await until(() => /Discord: .* 401.*; restarting in 2 s/.test(log) && log.includes('days are closed'));
    await askOnTelegram();
    await until(isAnsweredOnTelegram);
    station.child.kill('SIGINT');
    expect(await station.ended).toMatchObject({ code: 0 });
    expect(log).not.toContain('another.secret');
  });

  it('listens on no port and no socket file, even while its child process runs', async () => {
    start();
    const { pid } = station.child;
    await until(() => childrenOf(pid!).length > 0);
    let looks = 0;
    while (!log.includes('days are closed through')) {
      for (const one of [pid!, ...childrenOf(pid!)]) expect(listeningSockets(one)).toEqual([]);
      looks += 1;
      await sleep(10);
    }
    expect(looks).toBeGreaterThan(5);
    station.child.kill('SIGTERM');
    expect(await station.ended).toMatchObject({ code: 0 });
  });

  it('writes the public page and serves it on loopback, with headers that let nothing run in it', async () => {
    start({ HASHTILT_SITE_LISTEN: '127.0.0.1:0', TELEGRAM_BOT_TOKEN: '', DISCORD_BOT_TOKEN: '' });
    await until(() => log.includes('days are closed through'));
    const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(log) ?? [''];
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<h1>No owner is near a majority of Bitcoin mining.</h1>');
    expect(page.headers.get('content-type')).toBe('text/html;charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+' 'sha256-\S+'; .*; frame-ancestors 'none'$/,
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const latest = await fetch(`${address}v1/latest.json`);
    expect(await latest.json()).toMatchObject({ schema: 'hashtilt/latest@1', day: '2026-04-21' });
    expect(latest.headers.get('access-control-allow-origin')).toBe('*');
    expect((await fetch(`${address}..%2fCURRENT`)).status).toBe(404);
    expect((await fetch(`${address}nothing.html`)).status).toBe(404);
    station.child.kill('SIGTERM');
    expect(await station.ended).toMatchObject({ code: 0 });
  });

  it('reports a port in use, naming the setting that changes it, and keeps everything else running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    start({ HASHTILT_SITE_LISTEN: `127.0.0.1:${port}`, TELEGRAM_BOT_TOKEN: '', DISCORD_BOT_TOKEN: '' });
    const said = `page: port ${port} of 127.0.0.1 is in use; set another with HASHTILT_SITE_LISTEN; restarting in 1 s`;
    await until(() => log.includes(said) && log.includes('days are closed through'));
    station.child.kill('SIGTERM');
    expect(await station.ended).toMatchObject({ code: 0 });
    taken.close();
  });

  it('counts days even without a token, and says which settings are missing', async () => {
    start({ TELEGRAM_BOT_TOKEN: '', DISCORD_BOT_TOKEN: '' });
    await until(() => log.includes('days are closed through'));
    expect(log).toContain('Telegram: no bot, since TELEGRAM_BOT_TOKEN is not set');
    expect(log).toContain('Discord: no bot, since DISCORD_BOT_TOKEN is not set');
    station.child.kill('SIGTERM');
    expect(await station.ended).toMatchObject({ code: 0 });
  });
});
