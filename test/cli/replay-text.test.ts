import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayLine } from '../../lib/cli/replay-line.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const replay = async (...args: readonly string[]) => {
  const { stdout, stderr } = await runCli(['replay', ...args], { cwd: folder.path });
  return { lines: stdout.split('\n'), stderr };
};

describe('who labelled the blocks of a replay', () => {
  beforeAll(() => {
    const days = Array.from({ length: 5 }, (_, day) =>
      Array.from({ length: 3 }, (_, k) => `${1_935_446_400 + day * 86_400 + k * 600},viabtc`),
    );
    const rows = days.flat().map((row, index) => `${2_000_000 + index},${row}`);
    writeFileSync(join(folder.path, 'mine.csv'), ['height,time,pool', ...rows, ''].join('\n'));
  });

  it('is mempool.space for the recorded days', async () => {
    expect((await replay('--lens', 'farm')).lines[0]).toBe(
      '2,303 days, 1 Jan 2020 to 21 Apr 2026; labelled by mempool.space',
    );
  });

  it('is the name of the file for a block file', async () => {
    const { lines } = await replay('--blocks', 'mine.csv');
    expect(lines[0]).toBe('3 days, 3 May 2031 to 5 May 2031; labels of mine.csv');
    const document = JSON.parse((await replay('--blocks', 'mine.csv', '--json')).lines[0]!);
    expect(document.source).toEqual({ kind: 'recorded', labelledBy: 'mine.csv' });
  });

  it('is the name given with --labelled-by', async () => {
    const { lines } = await replay('--blocks', 'mine.csv', '--labelled-by', 'our own node');
    expect(lines[0]).toBe('3 days, 3 May 2031 to 5 May 2031; labelled by our own node');
  });

  it('cannot be given for the recorded days', async () => {
    expect(await replay('--labelled-by', 'our own node')).toEqual({
      lines: [''],
      stderr: '--labelled-by: expected together with --blocks\n',
    });
  });
});

describe('the measured value in a replay', () => {
  it("of a farm's target is in words only", async () => {
    const { lines } = await replay('--lens', 'farm', '--from', '2024-12-30', '--to', '2025-01-10');
    expect(lines.slice(2, -1)).toEqual([
      '31 Dec 2024  notice     fired          Riot: the target for 31 Dec 2024 is due',
      '6 Jan 2025   notice     resolved       Riot: the target for 31 Dec 2024 is no longer news',
      '2 warning changes',
    ]);
  });

  const moved = (
    measure: 'change' | 'hhi' | 'nakamoto',
    value: number,
    bound: number,
    share: number | null,
  ) =>
    replayLine({
      day: parseDay('2024-12-30'),
      lens: 'pool',
      measure,
      window: 7,
      bound: { kind: measure === 'nakamoto' ? 'atMost' : 'above', text: String(bound), value: bound },
      subject: 'antpool',
      holders: [],
      kind: 'fired',
      severity: 'notice',
      value,
      share,
      low: share === null ? null : 0.18,
      high: share === null ? null : 0.22,
      isOpen: true,
    } as unknown as Transition).slice('30 Dec 2024  notice     fired          '.length);

  it('of a change, an index and a number of owners is in its own unit', () => {
    expect(moved('change', 0.061, 0.05, 0.2)).toBe(
      'AntPool: share changed by more than 5 points: +6.1 points to 20.0% (18.0% to 22.0%)',
    );
    expect(moved('hhi', 1583.7, 1500, null)).toBe('Bitcoin mining: concentration index above 1,500: 1,584');
    expect(moved('nakamoto', 1, 2, null)).toBe('Bitcoin mining: more than half held by 2 owners: 1 owner');
  });
});
