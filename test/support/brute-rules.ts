import type { BruteRule } from './brute-replay.ts';

const WEEK_BOUNDS = [
  { name: 'quarter', bound: 1 / 4, severity: 'notice' },
  { name: 'third', bound: 1 / 3, severity: 'warning' },
  { name: 'two-fifths', bound: 0.4, severity: 'critical' },
  { name: 'half', bound: 0.5, severity: 'emergency' },
];

function weekAndDay(lens: string): BruteRule[] {
  const rules: BruteRule[] = [];
  for (const { name, bound, severity } of WEEK_BOUNDS) {
    rules.push({
      id: `${lens}-${name}`,
      ladder: `${lens}-7d`,
      lens,
      measure: 'share',
      window: 7,
      bound,
      severity,
    });
  }
  const id = `${lens}-half-1d`;
  rules.push({ id, ladder: id, lens, measure: 'share', window: 1, bound: 0.5, severity: 'critical' });
  return rules;
}

const country = {
  ladder: 'operator-country-7d',
  lens: 'operator-country',
  measure: 'share',
  window: 7,
} as const;
const owners = { lens: 'owner', window: 7 } as const;

/** The default rules of the counted lenses, restated by hand, not taken from the program. */
export const BRUTE_RULES: readonly BruteRule[] = [
  ...weekAndDay('owner'),
  ...weekAndDay('template'),
  { id: 'operator-country-half', ...country, bound: 0.5, severity: 'warning' },
  { id: 'operator-country-65', ...country, bound: 0.65, severity: 'critical' },
  {
    id: 'two-owners-half',
    ladder: 'two-owners-half',
    ...owners,
    measure: 'top-2',
    bound: 0.5,
    severity: 'warning',
  },
  {
    id: 'unknown-tenth',
    ladder: 'unknown-tenth',
    ...owners,
    measure: 'unknown',
    bound: 0.1,
    severity: 'notice',
  },
];
