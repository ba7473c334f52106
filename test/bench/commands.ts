import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, quickest, type Row, scriptOf, timeProcess, timesAsLong } from './row.ts';

const ROUNDS = 5;
const COUNTED = ['--lens', 'owner,template,operator-country'];

/**
 * Measures whole commands as a user runs them, including process start, against the bare pass: the replay of
 * all recorded days under the default rules, whose output must be identical each time, and the daily job on a
 * fresh store and on one that is up to date, without network. They take turns, so that other load on the machine
 * affects all of them.
 */
export function benchCommands(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  try {
    const offline = { HASHTILT_STORE: join(folder, 'store'), HASHTILT_MEMPOOL_URL: 'off' };
    const alone = { HASHTILT_STORE: join(folder, 'none') };
    const fresh = timeProcess([MAIN, 'daily'], offline);
    const rounds = Array.from({ length: ROUNDS }, () => ({
      bare: timeProcess([scriptOf('bare-pass.ts')]),
      replay: timeProcess([MAIN, 'replay', '--json'], alone),
      counted: timeProcess([MAIN, 'replay', '--json', ...COUNTED], alone),
      daily: timeProcess([MAIN, 'daily'], offline),
    }));
    if (new Set(rounds.map(({ replay }) => replay.output)).size !== 1)
      throw new Error('two replays of the same days differ');
    const { days } = JSON.parse(rounds[0]!.replay.output) as { readonly days: number };
    const took = (name: keyof (typeof rounds)[number]) => quickest(rounds.map((round) => round[name]));
    const bare = { name: 'a bare pass', milliseconds: took('bare') };
    return [
      timesAsLong(`replay of ${days} days, default rules, every interval`, took('replay'), bare, 8),
      timesAsLong('the same, rules on counted shares alone', took('counted'), bare, 5),
      timesAsLong('daily job, fresh store, no network', fresh.milliseconds, bare, 20),
      timesAsLong('daily job, nothing new, no network', took('daily'), bare, 10),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
