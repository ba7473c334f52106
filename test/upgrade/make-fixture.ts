/**
 * `node test/upgrade/make-fixture.ts COMMIT`: writes the items that a release of the program stores, to be read by
 * every later one. It takes that release out of git, installs it from its own lock and lets it run the daily job,
 * first on the recorded days, then on blocks that its own test peer generates, sending what there is to two chats
 * of its own peers. What every release makes by itself of the days that ship with it, a later one makes again.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { allItems, type StoredItem } from './items.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The newest block of the generated chain: fixed, so that the fixture is the same each time. */
const TIP_TIME = '1780000000';

const TELEGRAM = { token: '123456:generated-token', chat: '-1001234567890' };
const DISCORD = { token: 'generated.discord.token', channel: '140000000000000001' };

/** Whether an item holds days or blocks that ship with the program. */
function isShipped({ pk, source, blocks }: StoredItem): boolean {
  const isLabelled = Array.isArray(blocks) && blocks.every(({ evidence }) => evidence === 'labelled');
  return (pk === 'LEDGER' && source === 'recorded') || (pk === 'BLOCKS' && isLabelled);
}

const [commit] = process.argv.slice(2);
if (commit === undefined) throw new Error('which commit?');

const release = mkdtempSync(join(tmpdir(), 'hashtilt-release-'));
const store = join(release, 'store');
execFileSync('sh', ['-c', `git archive ${commit} | tar -x -C ${release}`], { cwd: ROOT });
execFileSync('npm', ['ci', '--silent'], { cwd: release, stdio: 'inherit' });
const daily = (source: string, services: Readonly<Record<string, string>>, ...options: readonly string[]) =>
  execFileSync('npm', ['start', '--silent', '--', ...options], {
    cwd: release,
    env: {
      ...process.env,
      ...services,
      HASHTILT_STORE: store,
      HASHTILT_MEMPOOL_URL: source,
      HASHTILT_MEMPOOL_PACE_MS: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** Starts a peer of the release, which says its address first. */
async function startPeer(name: string, ...options: readonly string[]) {
  const peer = spawn(process.execPath, [`test/support/${name}-peer.ts`, ...options], {
    cwd: release,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = await once(peer.stdout, 'data');
  return { address: String(address).trim(), end: () => peer.kill() };
}

async function startService(name: string, options: object) {
  const file = join(release, `${name}.json`);
  writeFileSync(file, JSON.stringify(options));
  return startPeer(name, '--options', file);
}

daily('off', {});
const blocks = await startPeer('mempool', '--tip-time', TIP_TIME);
const telegram = await startService('telegram', { token: TELEGRAM.token, chats: [Number(TELEGRAM.chat)] });
const discord = await startService('discord', { token: DISCORD.token, channels: [DISCORD.channel] });
const services = {
  TELEGRAM_BOT_TOKEN: TELEGRAM.token,
  TELEGRAM_CHAT_ID: TELEGRAM.chat,
  HASHTILT_TELEGRAM_API: telegram.address,
  DISCORD_BOT_TOKEN: DISCORD.token,
  DISCORD_CHANNEL_ID: DISCORD.channel,
  HASHTILT_DISCORD_API: discord.address,
};
daily(blocks.address, services, '--send');
for (const peer of [blocks, telegram, discord]) peer.end();

const embedded = await startEmbedded(store);
const items = (await allItems(embedded.config)).filter((item) => !isShipped(item));
await embedded.close();
const folder = join(import.meta.dirname, 'fixtures');
mkdirSync(folder, { recursive: true });
const lines = items.map((item) => JSON.stringify(item)).join('\n');
writeFileSync(join(folder, `items-${commit}.jsonl.gz`), gzipSync(lines, { level: 9 }));
rmSync(release, { recursive: true });
console.log(`${items.length} items of ${commit}`);
