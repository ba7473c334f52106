import { type Nowcast, placeInterval } from '../geography/nowcast.ts';
import type { PlaceKey } from '../geography/place-figure.ts';
import { placeProbabilityAbove } from '../geography/spread.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import { herfindahl, nakamotoCoefficient } from '../shares/concentration.ts';
import { type Interval, jeffreysInterval, probabilityAbove } from '../shares/interval.ts';
import type { WindowCount } from '../shares/window.ts';
import type { TargetState } from './observation.ts';
import { type Bound, isUpper, type Rule } from './rule.ts';
import { seededChangeProbability, seededHerfindahlProbability } from './sampling.ts';

/** The subject of rules about a whole lens. */
export const WHOLE: SubjectKey = '*';

/**
 * What a rule measured on a day. `probability` is that of the true value being beyond the bound, 0-1; null if the
 * measure has none. `share` and its interval are set if the value is a share.
 */
export type Reading = {
  /** Null if there is no number: no number of known owners surely holds half. */
  readonly value: number | null;
  readonly blocks: number | null;
  readonly total: number;
  /** Blocks by unknown miners among these; null if nothing was counted. */
  readonly unknown: number | null;
  readonly share: number | null;
  /** Computed on demand: most readings change nothing, and their interval is never shown. */
  readonly interval: () => Interval | null;
  readonly probability: number | null;
  readonly beyond: boolean;
  /** The subjects behind a combined reading, largest first. */
  readonly holders: readonly SubjectKey[];
};

/** A reading without a share, in which nothing was counted. */
const UNCOUNTED: Omit<Reading, 'value' | 'beyond'> = {
  blocks: null,
  total: 0,
  unknown: null,
  share: null,
  interval: () => null,
  probability: null,
  holders: [],
};

/** Reads a rule's value off a window with no missing day and at least one block; `before` is for measure `change`. */
export function readMeasure(
  rule: Rule,
  subject: SubjectKey,
  now: WindowCount,
  before: WindowCount | null,
): Reading {
  const { bound } = rule;
  const k = blocksBehind(rule, subject, now);
  switch (rule.measure) {
    case 'share':
      return shareReading(k, now, bound, [subject]);
    case 'unknown':
      return shareReading(k, now, bound, []);
    case 'top-2':
      return shareReading(k, now, bound, largest(now, 2));
    case 'change': {
      if (before === null) throw new TypeError('a change needs the window before');
      const [counts, earlier] = [
        { k, n: now.blocks },
        { k: blocksBehind(rule, subject, before), n: before.blocks },
      ];
      const value = counts.k / counts.n - earlier.k / earlier.n;
      const seed = `${rule.id} ${subject} ${now.day}`;
      const above = seededChangeProbability(counts, earlier, bound.value, seed);
      return { ...shareReading(k, now, bound, [subject]), value, ...oddsBeyond(value, bound, above) };
    }
    case 'hhi': {
      const counts = [...now.counts.values()];
      const range = herfindahl(counts, now.unknown, now.blocks);
      // The end of the range least favourable to a breach: unknown blocks never cause one.
      const value = isUpper(bound) ? range.low : range.high;
      const entities = isUpper(bound) || now.unknown === 0 ? counts : [...counts, now.unknown];
      const above = seededHerfindahlProbability(entities, now.blocks, bound.value, `${rule.id} ${now.day}`);
      return wholeReading(now, value, oddsBeyond(value, bound, above));
    }
    case 'nakamoto': {
      const { high } = nakamotoCoefficient([...now.counts.values()], now.blocks);
      // If no number of known owners holds half, the coefficient exceeds any bound.
      const beyond = isBeyond(high ?? Number.POSITIVE_INFINITY, bound);
      const holders = largest(now, high ?? 0);
      return { ...wholeReading(now, high, { probability: null, beyond }), holders };
    }
    case 'farm-target':
      throw new TypeError('a farm is not counted in blocks');
  }
}

/** The blocks behind a share of a window; for measures of no one share, the subject's own. */
export function blocksBehind(
  { measure }: Pick<Rule, 'measure'>,
  subject: SubjectKey,
  { counts, unknown }: WindowCount,
): number {
  if (measure === 'unknown') return unknown;
  if (measure !== 'top-2') return counts.get(subject) ?? 0;
  const [first = 0, second = 0] = [...counts.values()].sort((a, b) => b - a);
  return first + second;
}

/** Reads a place's share off a nowcast; null if there is no figure, or only a stale one. */
export function readPlace({ bound }: Rule, subject: SubjectKey, nowcast: Nowcast): Reading | null {
  const figure = nowcast.figures.get(subject as PlaceKey);
  if (figure === undefined || figure.status === 'stale') return null;
  const { key, share } = figure;
  return {
    ...UNCOUNTED,
    value: share,
    total: nowcast.blocks,
    share,
    interval: () => placeInterval(nowcast, key),
    holders: [subject],
    ...oddsBeyond(share, bound, placeProbabilityAbove(figure.spread(), bound.value)),
  };
}

/** Reads a farm target's state: 1 for due, 2 for missed, 0 for neither. */
export function readFarmTarget({ bound }: Rule, state: TargetState | undefined): Reading {
  const value = state === undefined ? 0 : state === 'due' ? 1 : 2;
  return { ...UNCOUNTED, value, beyond: isBeyond(value, bound) };
}

function shareReading(
  k: number,
  { blocks: n, unknown }: WindowCount,
  bound: Bound,
  holders: readonly SubjectKey[],
): Reading {
  const share = k / n;
  const above = probabilityAbove(k, n, bound.value);
  return {
    value: share,
    blocks: k,
    total: n,
    unknown,
    share,
    interval: () => jeffreysInterval(k, n),
    holders,
    ...oddsBeyond(share, bound, above),
  };
}

function wholeReading(
  now: WindowCount,
  value: number | null,
  odds: Pick<Reading, 'probability' | 'beyond'>,
): Reading {
  return { ...UNCOUNTED, value, total: now.blocks, unknown: now.unknown, ...odds };
}

function oddsBeyond(value: number, bound: Bound, above: number): Pick<Reading, 'probability' | 'beyond'> {
  return { probability: isUpper(bound) ? above : 1 - above, beyond: isBeyond(value, bound) };
}

function isBeyond(value: number, { kind, value: limit }: Bound): boolean {
  switch (kind) {
    case 'above':
      return value > limit;
    case 'atLeast':
      return value >= limit;
    case 'below':
      return value < limit;
    case 'atMost':
      return value <= limit;
  }
}

function largest({ counts }: WindowCount, n: number): readonly SubjectKey[] {
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return sorted.slice(0, n).map(([key]) => key);
}
