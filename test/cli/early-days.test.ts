import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClosedDay } from '../../lib/core/ledger/ledger.ts';
import { FIRST_RECORDED_DAY } from '../../lib/core/ledger/shipped-label.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { addDays, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { PoolId } from '../../lib/core/pools/pool-id.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { closedDay } from '../contract/stored.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';

/** Ten made-up days of June 2014 as a backfill leaves them, each with 76 of 125 blocks by GHash.IO. */
function ofJune(index: number): ClosedDay {
  const built = closedDay(addDays(parseDay('2014-06-06'), index));
  const pools = new Map([
    ['ghashio' as PoolId, 76],
    ['unknown' as PoolId, 49],
  ]);
  const firstHeight = 304_000 + 125 * index;
  return { ...built, count: { ...built.count, firstHeight, lastHeight: firstHeight + 124, pools } };
}

describe('days before the recorded ones that a backfill has counted', () => {
  const folder = temporaryFolder();
  const env = { HASHTILT_STORE: folder.path };
  const ask = (command: string) => runCli(command.split(' '), { env });
  const json = async (command: string) => JSON.parse((await ask(`${command} --json`)).stdout);

  beforeAll(async () => {
    const store = await openEmbeddedStore(folder.path);
    await store.ledger.saveDays(Array.from({ length: 10 }, (_, index) => ofJune(index)));
    const empty = closedDay('2009-01-05').count;
    const none = { blocks: 0, firstHeight: 1, lastHeight: 0, pools: new Map(), bits: new Map() };
    const count = { ...empty, ...none };
    await store.ledger.saveDays([{ ...closedDay('2009-01-05'), count }]);
    await store.close();
  });
  afterAll(() => folder[Symbol.dispose]());

  it('have shares over a week', async () => {
    expect(await json('shares --day 2014-06-12 --window 7 --lens pool')).toMatchObject({
      from: '2014-06-06',
      blocks: 875,
      unknown: 343,
      missingDays: 0,
      shares: [{ key: 'ghashio', name: 'GHash.IO', blocks: 532 }],
      source: { kind: 'live', labelledBy: null },
    });
  });

  it('show what a window lacks as missing', async () => {
    expect(await json('shares --day 2014-06-08 --window 7 --lens pool')).toMatchObject({
      blocks: 375,
      missingDays: 4,
    });
  });

  it('are shown one by one, including one without a block, which has no shares', async () => {
    expect(await json('day 2014-06-13')).toMatchObject({ closed: true, blocks: 125, firstHeight: 304_875 });
    expect((await ask('day 2009-01-05')).stdout).toBe('5 Jan 2009 (UTC, closed; live)\nno block\n');
    expect(await ask('shares --day 2009-01-05 --window 1')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'day 2009-01-05: has no block in the 1 day up to it\n',
    });
  });

  it('are drawn as a week and as a share over time, with whole and partial windows', async () => {
    const out = `${folder.path}-early.png`;
    const chart = (words: string) => json(`chart ${words} --out ${out}`);
    expect(await chart('pools --day 2014-06-12')).toMatchObject({
      kind: 'ranking',
      alt: expect.stringContaining('GHash.IO holds 60.8%'),
    });
    for (const from of ['--from 2014-06-12 ', '']) {
      const { kind, alt } = await chart(`pool:ghashio ${from}--day 2014-06-15`);
      expect([kind, alt]).toEqual(['share-over-time', expect.stringContaining('60.8%')]);
    }
    rmSync(out);
  });

  it('fire the rules about a majority, as known then', async () => {
    const { days, transitions } = await json('replay --from 2014-06-06 --to 2014-06-15 --lens owner');
    expect(days).toBe(10);
    expect(transitions).toContainEqual(
      expect.objectContaining({
        day: '2014-06-12',
        subject: 'ghashio',
        kind: 'fired',
        severity: 'emergency',
      }),
    );
  });

  it('that are missing are reported as fillable', async () => {
    const { code, stderr } = await ask('day 2014-07-01');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'day 2014-07-01: is outside the ledger: expected a closed day from 2020-01-01 to 2026-04-21\n',
    });
    expect((await ask('shares --day 2014-06-20 --window 30')).stderr).toBe(
      'day 2014-06-20: has not been counted: `backfill` can fill it\n',
    );
  });

  it('precede the first that ships with the project', () => {
    expect(shippedLedger()[0]!.day).toBe(FIRST_RECORDED_DAY);
  });
});
