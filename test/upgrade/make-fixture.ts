/**
 * `node test/upgrade/make-fixture.ts COMMIT`: writes the items that a release of the program stores, to be read by
 * every later one. It takes that release out of git, installs it from its own lock and lets it run the daily job,
 * first on the recorded days, then on blocks that its own test peer generates.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { allItems } from './items.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The newest block of the generated chain: fixed, so that the fixture is the same each time. */
const TIP_TIME = '1780000000';

const [commit] = process.argv.slice(2);
if (commit === undefined) throw new Error('which commit?');

const release = mkdtempSync(join(tmpdir(), 'hashtilt-release-'));
const store = join(release, 'store');
execFileSync('sh', ['-c', `git archive ${commit} | tar -x -C ${release}`], { cwd: ROOT });
execFileSync('npm', ['ci', '--silent'], { cwd: release, stdio: 'inherit' });
const daily = (source: string) =>
  execFileSync('npm', ['start', '--silent'], {
    cwd: release,
    env: {
      ...process.env,
      HASHTILT_STORE: store,
      HASHTILT_MEMPOOL_URL: source,
      HASHTILT_MEMPOOL_PACE_MS: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

daily('off');
const peer = spawn(process.execPath, ['test/support/mempool-peer.ts', '--tip-time', TIP_TIME], {
  cwd: release,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [address] = await once(peer.stdout, 'data');
daily(String(address).trim());
peer.kill();

const embedded = await startEmbedded(store);
const items = await allItems(embedded.config);
await embedded.close();
const folder = join(import.meta.dirname, 'fixtures');
mkdirSync(folder, { recursive: true });
const lines = items.map((item) => JSON.stringify(item)).join('\n');
writeFileSync(join(folder, `items-${commit}.jsonl.gz`), gzipSync(lines, { level: 9 }));
rmSync(release, { recursive: true });
console.log(`${items.length} items of ${commit}`);
