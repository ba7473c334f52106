import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addWhatIfCommand } from '../../../lib/cli/commands/whatif.ts';
import { viewOf } from '../../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Lens } from '../../../lib/core/lenses/lens.ts';
import { type WhatIfQuestion, whatIf } from '../../../lib/core/risk/what-if.ts';
import { viewLedger } from '../../../lib/daily/view-ledger.ts';

const recorded = viewOf(shippedLedger());
const at = (day: string, window = 7) => ({ day: parseDay(day), window });

/** China's share as reported for the end of 2019, and Layer 1's aim. */
const story: WhatIfQuestion = {
  entrant: 0.3,
  of: { kind: 'given', share: 0.65, at: null },
  networkEhs: null,
  joulesPerTerahash: null,
};

const counted = (lens: Lens, subject: string, day: string, window = 7): WhatIfQuestion['of'] => {
  return { kind: 'counted', lens, subject, knowledge: 'then', at: at(day, window) };
};

describe('an entrant against a given share', () => {
  it('turns 65% into 45.5%, breaks even at .230769 and calls for 9%', () => {
    const { before, after, breakEven, counterMove, afterInterval } = whatIf(story, recorded);
    expect([before, after.toFixed(4), breakEven!.toFixed(6), counterMove.toFixed(4), afterInterval]).toEqual([
      0.65,
      '0.4550',
      '0.230769',
      '0.0900',
      null,
    ]);
  });

  it('has no EH/s, MW or containers without a hash rate, and no blocks behind it', () => {
    const { entrant, counter, comparedPools, assumptions, source } = whatIf(story, recorded);
    const nothing = { ehs: null, megawatts: null, containers: null };
    expect([entrant, counter]).toMatchObject([nothing, nothing]);
    expect([comparedPools, assumptions.network, source.kind]).toEqual([[], null, 'none']);
  });

  it('needs 42.86% of the old network, in MW and containers at a given efficiency', () => {
    const { entrant, counter } = whatIf({ ...story, networkEhs: 100, joulesPerTerahash: 50 }, recorded);
    expect(entrant.ehs).toBeCloseTo(42.857, 3);
    expect(entrant.megawatts).toBeCloseTo(2142.857, 3);
    expect(entrant.containers).toBe(858);
    expect(counter.ofOldTotal).toBeCloseTo(0.09 / 0.7, 12);
    expect([counter.megawatts!.toFixed(1), counter.containers]).toEqual(['642.9', 258]);
  });

  it('is bigger than any pool in the first week of 2020, and takes 47 EH/s of machines of that time', () => {
    const of = { ...story.of, at: at('2020-01-07') };
    const { comparedPools, entrant, assumptions, source } = whatIf({ ...story, of }, recorded);
    expect(comparedPools).toHaveLength(10);
    expect(comparedPools.every(({ entrantIsBigger }) => entrantIsBigger)).toBe(true);
    expect(comparedPools[0]).toMatchObject({ key: 'f2pool', share: 195 / 1126, after: (195 / 1126) * 0.7 });
    expect(entrant.ehs!.toFixed(1)).toBe('46.9');
    expect(assumptions).toMatchObject({
      network: { kind: 'counted' },
      efficiency: { kind: 'sourced', joulesPerTerahash: 46.45 },
      containerMegawatts: 2.5,
    });
    expect(source).toEqual({ kind: 'recorded', labelledBy: 'mempool.space' });
  });

  it("prefers a given hash rate to the window's", () => {
    const of = { ...story.of, at: at('2020-01-07') };
    expect(whatIf({ ...story, of, networkEhs: 100 }, recorded).assumptions.network).toEqual({
      kind: 'given',
      ehs: 100,
    });
  });
});

describe('an entrant against a counted share', () => {
  it("propagates the share's interval", () => {
    const of = counted('pool', 'foundryusa', '2025-01-08', 1);
    const { before, after, beforeInterval, afterInterval, evidence } = whatIf(
      { ...story, of, entrant: 0.1 },
      recorded,
    );
    expect([before, after.toFixed(3), evidence.labelled]).toEqual([55 / 125, '0.396', 125]);
    expect([beforeInterval!.low.toFixed(5), beforeInterval!.high.toFixed(5)]).toEqual(['0.35518', '0.52756']);
    expect(afterInterval!.low / beforeInterval!.low).toBeCloseTo(0.9, 12);
    expect(afterInterval!.high / beforeInterval!.high).toBeCloseTo(0.9, 12);
  });

  it('does not overtake a pool that stays larger', () => {
    const of = counted('pool', 'foundryusa', '2025-01-08', 1);
    const [first, second] = whatIf({ ...story, of, entrant: 0.3 }, recorded).comparedPools;
    expect([first!.key, first!.entrantIsBigger, second!.entrantIsBigger]).toEqual([
      'foundryusa',
      false,
      true,
    ]);
  });

  it('names the seat asked for and the blocks without a known seat', () => {
    const { subject, at: window } = whatIf(
      { ...story, of: counted('operator-country', 'CN', '2020-01-30', 30) },
      recorded,
    );
    expect(subject).toEqual({ lens: 'operator-country', key: 'CN', name: 'China' });
    expect(window!.unknown).toBeGreaterThan(0);
  });

  it('has no MW if days of the window are not counted, and says how many', () => {
    const ledger = shippedLedger().map((entry) =>
      entry.day === '2025-01-03' ? ({ kind: 'missing', day: entry.day } as const) : entry,
    );
    const of = counted('pool', 'foundryusa', '2025-01-08');
    const { at: window, entrant } = whatIf({ ...story, of }, viewOf(ledger));
    expect([window!.missingDays, entrant.megawatts]).toEqual([1, null]);
  });
});

describe('a question that cannot be answered is refused:', () => {
  const given = (share: number) => ({ kind: 'given', share, at: null }) as const;

  it.each([
    ['an entrant above the whole', { entrant: 1.5 }, /^entrant: expected a part .*, such as 0.3$/],
    ['an entrant that leaves nothing to others', { entrant: 1 }, /^entrant: /],
    ['an entrant below nothing', { entrant: -0.1 }, /^entrant: /],
    ['an entrant that is no number', { entrant: Number.NaN }, /^entrant: /],
    ['a share above the whole', { of: given(1.01) }, /^share: expected a fraction from 0 to 1$/],
    ['a share below nothing', { of: given(-0.01) }, /^share: /],
    [
      'a network without hash rate',
      { networkEhs: 0 },
      /^network-ehs: expected a hash rate in EH\/s above 0$/,
    ],
    ['machines that take nothing', { joulesPerTerahash: 0 }, /^joules-per-terahash: expected /],
    [
      'an unknown pool',
      { of: counted('pool', 'nosuchpool', '2025-01-01') },
      /^subject: expected a key that the lens pool knows$/,
    ],
    [
      'a pool before its time',
      { of: counted('pool', 'foundryusa', '2020-01-07') },
      /^subject: Foundry USA has no block from 2020-01-01 to 2020-01-07 through the lens pool: /,
    ],
    [
      'a day before the first',
      { of: { ...given(0.65), at: at('2019-12-31') } },
      /^day 2019-12-31: is outside the ledger: /,
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(() => whatIf({ ...story, ...change }, recorded)).toThrow(
      expect.objectContaining({ name: 'InputError', message: expect.stringMatching(expected) }),
    );
  });

  it('a day that is not closed', async () => {
    const view = await viewLedger(null);
    const of = counted('pool', 'foundryusa', '2026-04-22');
    expect(() => whatIf({ ...story, of }, view)).toThrow('day 2026-04-22: is not closed yet: ');
  });

  it('two faults in one error', () => {
    expect(() => whatIf({ ...story, entrant: 2, of: given(2) }, recorded)).toThrow(/entrant: .*\nshare: /);
  });
});

describe('the command `whatif`', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  /** Runs the command on the recorded days, in this process. */
  async function run(line: string): Promise<string> {
    vi.stubEnv('HASHTILT_STORE', join(import.meta.dirname, 'no-store-here'));
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    addWhatIfCommand(program);
    await program.parseAsync(['whatif', ...line.split(' ')], { from: 'user' });
    return written.mock.calls.map(([text]) => text).join('');
  }

  it('tells the story of 2020', async () => {
    expect(await run('--entrant 0.3 --share 0.65 --at 2020-01-07')).toMatchInlineSnapshot(`
      "What if a newcomer took 30% of Bitcoin mining?

      A share of 65% would come down to 45.5%.

      • The newcomer: 42.9% of the old total, about 46.9 EH/s, 2,180 MW, 872 containers
      • 23.1% of the new total would bring it down to half
      • To get back to half, the other side would have to add 9.0% of the new total: 12.9% of the old total, about 14.1 EH/s, 653 MW, 262 containers

      Assumes that everybody else keeps the machines they have and adds none. Network: 109 EH/s (103-116), counted in the 7 days to 7 Jan 2020. Machines: 46.45 J/TH (43.7-49.2), implied by Layer 1's 100 MW for 2% of the network, early 2020. Containers of 2.5 MW.

      • The newcomer would be bigger than any pool in the 7 days to 7 Jan 2020: the largest, F2Pool, goes from 17.3% to 12.1%

      Counted from 1,126 blocks · recorded, labelled by mempool.space · in the 7 days to 7 Jan 2020
      "
    `);
  });

  it('says what is missing if the hash rate is unknown', async () => {
    expect(await run('--entrant 0.2 --share 0.4')).toMatchInlineSnapshot(`
      "What if a newcomer took 20% of Bitcoin mining?

      A share of 40% would come down to 32.0%.

      • The newcomer: 25.0% of the old total

      Assumes that everybody else keeps the machines they have and adds none. The network's hash rate is not known, so neither are EH/s and MW.

      • It does not have half: there is no majority to offset

      For a hash rate, give --at a day with a complete window, or --network-ehs.
      "
    `);
  });

  it('says that seats are not machines, and whom the entrant would not overtake', async () => {
    expect(
      await run('--entrant 0.1 --lens operator-country --subject CN --at 2020-01-30 --window 30'),
    ).toMatchInlineSnapshot(`
      "What if a newcomer took 10% of Bitcoin mining?

      China with 69.3% would come down to 62.3%.

      Blocks of pools whose owners answer to the law of this country (operators, not machines), counted in the 30 days to 30 Jan 2020 (recorded, labelled by mempool.space); 95% interval 67.9-70.6%.

      • The newcomer: 11.1% of the old total, about 12.1 EH/s, 563 MW, 226 containers
      • 27.8% of the new total would bring it down to half

      Assumes that everybody else keeps the machines they have and adds none. Network: 109 EH/s (106-112), counted in the 30 days to 30 Jan 2020. Machines: 46.45 J/TH (43.7-49.2), implied by Layer 1's 100 MW for 2% of the network, early 2020. Containers of 2.5 MW.

      • 95% interval: 67.9-70.6% before, 61.1-63.5% after
      • It still has half: no counter-move is needed
      • The seat behind 20.8% of the blocks is unknown
      • Of the 10 largest pools in the 30 days to 30 Jan 2020, the newcomer would not overtake F2Pool (16.2%), Poolin (14.9%) and CloverPool (formerly BTC.com) (10.7%)

      Counted from 4,593 blocks · recorded, labelled by mempool.space · in the 30 days to 30 Jan 2020
      "
    `);
  });

  it('prints one JSON document', async () => {
    expect(JSON.parse(await run('--entrant 0.3 --share 0.65 --json'))).toMatchObject({
      schema: 'hashtilt/whatif@1',
      before: 0.65,
      registry: expect.any(String),
      evidence: { labelled: 0 },
    });
  });

  it.each([
    [
      '--entrant 0.3 --share 0.65 --lens pool',
      "'--share <share>' cannot be used with option '--lens <choice>'",
    ],
    ['--entrant 0.3', 'whatif: expected --share S, or --country PLACE, or --lens L --subject KEY'],
    [
      '--entrant much --share 0.65',
      '--entrant: expected a share from 0 to 1, such as 0.36, 36% or 1/3, not "much"',
    ],
    ['--entrant 1 --share 0.65', 'entrant: expected a part of the new total'],
    ['--entrant 0.3 --share 0.65 --at 2020-02-30', '--at: expected a day that exists'],
    ['--share 0.65', "required option '--entrant <part>' not specified"],
  ])('refuses `%s`', async (line, expected) => {
    await expect(run(line)).rejects.toThrow(expected);
  });
});
