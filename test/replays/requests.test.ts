import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { backfillDays } from '../../lib/daily/backfill.ts';
import { closedDay } from '../contract/stored.ts';
import { chainOfDays, ordinaryDays } from '../support/chains.ts';
import { KINDS, startSourcesWorld } from '../support/sources-world.ts';

const chain = chainOfDays(ordinaryDays('2026-05-26', 5));
/** Blocks of the days filled last, once those above them are stored. */
const COUNTED = 3 * 144;
/** Allowance for the last page of a day, the newest block and the ends of epochs. */
const BESIDE = 6;

const HOLE = 230 * 144;

/** The table in the documentation: requests per block and for the whole gap. */
const documented = [
  ...readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8').matchAll(
    /^\| `(\w+):` ?.*\| ([\d.]+) \| ([\d,]+) \|/gm,
  ),
].map(([, kind, each, all]) => [kind, Number(each), Number(all!.replaceAll(',', ''))] as const);

describe('the requests that filling history takes', () => {
  it.each(KINDS.map(({ name }, index) => [name, ...documented[index]!] as const))(
    'from %s (%s) are %s per block and %s for 230 days, as documented',
    async (name, _, each, all) => {
      const world = await startSourcesWorld(chain);
      try {
        const days = ['2026-05-25', '2026-05-31'].map((day) => ({
          ...closedDay(day),
          ...{ source: 'recorded' as const, registry: null },
        }));
        const ends = [
          { ...days[0]!, count: { ...days[0]!.count, firstHeight: 959_900, lastHeight: chain[71]!.height } },
          { ...days[1]!, count: { ...days[1]!.count, firstHeight: chain[792]!.height, lastHeight: 961_000 } },
        ];
        await world.ledger().saveDays(ends);
        let drawn = 0;
        const deps = { ...world.deps([name], () => (drawn++ % 36) / 36), progress: () => {} };
        const fill = (from: string, to: string) =>
          backfillDays(deps, { from: parseDay(from), to: parseDay(to) });
        await fill('2026-05-29', '2026-05-30');
        const before = world.peers[name].requests.length;
        expect(await fill('2026-05-26', '2026-05-28')).toMatchObject({ daysFilled: 3, daysMissing: 0 });
        const requests = world.peers[name].requests.length - before;
        expect(Math.abs(requests - each * COUNTED)).toBeLessThanOrEqual(BESIDE + 0.005 * COUNTED);
        expect(Math.abs(all - each * HOLE)).toBeLessThanOrEqual(0.005 * HOLE);
      } finally {
        await world.close();
      }
    },
  );
});
