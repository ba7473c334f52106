import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { evaluateRule, type Finding } from '../../../lib/core/rules/finding.ts';
import { parseRules } from '../../../lib/core/rules/parse-rules.ts';
import type { Rule } from '../../../lib/core/rules/rule.ts';
import type { WindowCount } from '../../../lib/core/shares/window.ts';

function rule(differs: object): Rule {
  const given = { id: 'tested', lens: 'pool', subject: '*', measure: 'share', window: 7, severity: 'notice' };
  return parseRules([{ ...given, ...differs }], 'rules.json')[0]!;
}

/** A window with blocks per subject, including `unknown`; by default no day is missing. */
function windowOf({ unknown = 0, ...counts }: Record<string, number>, missingDays = 0): WindowCount {
  const blocks = Object.values(counts).reduce((a, b) => a + b, unknown);
  const [day, from] = [parseDay('2031-05-07'), parseDay('2031-05-01')];
  const known = new Map(Object.entries(counts));
  return { day, from, window: 7, lens: 'pool', blocks, unknown, missingDays, counts: known };
}

const EMPTY = windowOf({});

function find(differs: object, now: WindowCount, subject = '*', before = EMPTY): Finding {
  return evaluateRule(rule(differs), subject, { kind: 'counted', now, before });
}

function readingOf(finding: Finding) {
  if (finding.kind === 'no-data') throw new Error('expected a reading');
  return finding.reading;
}

describe('a rule on a share', () => {
  it.each([
    [144, '1/4', 45],
    [144, 0.3, 53],
    [144, '1/3', 58],
    [144, 0.4, 68],
    [144, 0.5, 82],
    [1008, '1/4', 275],
    [1008, 0.3, 327],
    [1008, '1/3', 361],
    [1008, 0.4, 429],
    [1008, 0.5, 531],
  ])('of %i blocks above %s is breached from the published fewest blocks on', (total, above, fewest) => {
    const kindOf = (blocks: number) =>
      find({ above }, windowOf({ antpool: blocks, viabtc: total - blocks }), 'antpool').kind;
    expect([kindOf(fewest), kindOf(fewest - 1)]).toEqual(['breach', 'uncertain']);
  });

  it('is clear at the same certainty of the opposite, 82 of 144 blocks being the fewest for a breach of one half', () => {
    const kindOf = (blocks: number) =>
      find({ above: 0.5 }, windowOf({ antpool: blocks, viabtc: 144 - blocks }), 'antpool').kind;
    expect([kindOf(62), kindOf(63), kindOf(81), kindOf(82)]).toEqual([
      ...['clear', 'uncertain', 'uncertain', 'breach'],
    ]);
  });

  it('that clears at one half is clear when the breach is as likely as not', () => {
    const kindOf = (blocks: number) =>
      find({ above: 0.5, clearAt: 0.5 }, windowOf({ antpool: blocks, viabtc: 144 - blocks }), 'antpool').kind;
    expect([kindOf(71), kindOf(72), kindOf(73)]).toEqual(['clear', 'clear', 'uncertain']);
  });

  it("counts unknown blocks in the total, but as nobody's", () => {
    const finding = find({ above: 0.3 }, windowOf({ antpool: 60, unknown: 84 }), 'antpool');
    expect(readingOf(finding)).toMatchObject({ blocks: 60, total: 144, share: 60 / 144 });
    expect(find({ above: 0.3 }, windowOf({ antpool: 10, unknown: 134 }), 'unknown').kind).toBe('clear');
  });

  it('uses the opposite probability for a lower bound', () => {
    const now = windowOf({ antpool: 30, viabtc: 114 });
    const [above, below] = [find({ above: 0.3 }, now, 'antpool'), find({ below: 0.3 }, now, 'antpool')];
    expect(readingOf(above).probability! + readingOf(below).probability!).toBeCloseTo(1, 12);
    expect([above.kind, below.kind]).toEqual(['clear', 'breach']);
  });
});

describe('a rule on the two largest', () => {
  it('reads their blocks together and names them, larger first', () => {
    const finding = find(
      { measure: 'top-2', above: 0.5 },
      windowOf({ viabtc: 20, antpool: 50, foundryusa: 74 }),
    );
    expect(readingOf(finding)).toMatchObject({ blocks: 124, total: 144, holders: ['foundryusa', 'antpool'] });
  });
});

describe('a rule on unknown blocks', () => {
  it('reads them as a share of all blocks', () => {
    const finding = find({ measure: 'unknown', above: 0.1 }, windowOf({ antpool: 84, unknown: 60 }));
    expect([finding.kind, readingOf(finding).blocks]).toEqual(['breach', 60]);
  });
});

describe('a rule on the Nakamoto coefficient', () => {
  const counts = { a: 45, b: 30, c: 20, d: 16, e: 10, f: 8, g: 5, h: 4, i: 3, j: 2, k: 1 };

  it('reads the high end of its range: 3 for the published counts', () => {
    expect(readingOf(find({ measure: 'nakamoto', atMost: 2 }, windowOf(counts)))).toMatchObject({
      value: 3,
      probability: null,
      holders: ['a', 'b', 'c'],
    });
    expect(find({ measure: 'nakamoto', atMost: 2 }, windowOf(counts)).kind).toBe('clear');
    expect(find({ measure: 'nakamoto', atMost: 3 }, windowOf(counts)).kind).toBe('breach');
  });

  it('is clear if no number of known owners surely holds half', () => {
    const finding = find({ measure: 'nakamoto', atMost: 2 }, windowOf({ a: 40, b: 30, unknown: 74 }));
    expect([finding.kind, readingOf(finding).value]).toEqual(['clear', null]);
  });
});

describe('a rule on a change', () => {
  const change = { measure: 'change', above: 0.05 };
  const [now, before] = [windowOf({ antpool: 400, viabtc: 600 }), windowOf({ antpool: 300, viabtc: 700 })];

  it('gives the probability of the normal approximation to within a point: .99 for 30% to 40% of 1,000 blocks', () => {
    const reading = readingOf(find(change, now, 'antpool', before));
    expect(reading.value).toBeCloseTo(0.1, 12);
    expect(Math.abs(reading.probability! - 0.9908)).toBeLessThan(0.01);
  });

  it('gives the same answer every time', () => {
    const measured = () => {
      const { interval, ...reading } = readingOf(find(change, now, 'antpool', before));
      return { ...reading, interval: interval() };
    };
    expect(measured()).toEqual(measured());
  });

  it('has no data if the previous window misses a day', () => {
    expect(find(change, now, 'antpool', windowOf({ antpool: 300, viabtc: 700 }, 1)).kind).toBe('no-data');
  });
});

describe('a rule on the Herfindahl-Hirschman index', () => {
  const now = windowOf({ a: 500, b: 300, c: 200 });

  it('reads 3,800 for 50, 30 and 20%, about as likely above as below', () => {
    const reading = readingOf(find({ measure: 'hhi', above: 3_800 }, now));
    expect(reading.value).toBeCloseTo(3_800, 9);
    expect(Math.abs(reading.probability! - 0.5)).toBeLessThan(0.05);
  });

  it('is breached well below and clear well above', () => {
    expect(find({ measure: 'hhi', above: 3_500 }, now).kind).toBe('breach');
    expect(find({ measure: 'hhi', above: 4_200 }, now).kind).toBe('clear');
  });

  it('never counts unknown blocks towards a breach', () => {
    const unknown = windowOf({ a: 250, b: 150, unknown: 600 });
    expect(readingOf(find({ measure: 'hhi', above: 1_800 }, unknown)).value).toBeCloseTo(850, 9);
    expect(readingOf(find({ measure: 'hhi', below: 1_800 }, unknown)).value).toBeCloseTo(4_450, 9);
  });
});

describe('any rule', () => {
  it('has no data if a day of its window is missing or has no block', () => {
    expect(find({ above: 0.3 }, windowOf({ antpool: 144 }, 1), 'antpool').kind).toBe('no-data');
    expect(find({ above: 0.3 }, EMPTY, 'antpool').kind).toBe('no-data');
  });
});
