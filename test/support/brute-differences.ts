import type { BruteTransition } from './brute-replay.ts';

const FIELDS = [
  'kind',
  'severity',
  'since',
  'holders',
  'blocks',
  'total',
  'value',
  'share',
  'low',
  'high',
  'probability',
] as const;

/** Describes the differences between two lists of transitions; numbers may differ by 1e-9. Empty if there are none. */
export function bruteDifferences(
  expected: readonly BruteTransition[],
  found: readonly BruteTransition[],
): string[] {
  const keyOf = ({ day, rule, subject }: BruteTransition) => `${day} ${rule} ${subject}`;
  const differences: string[] = [];
  const left = new Map(found.map((transition) => [keyOf(transition), transition]));
  if (left.size !== found.length) differences.push('a transition occurs twice');
  for (const transition of expected) {
    const key = keyOf(transition);
    const other = left.get(key);
    left.delete(key);
    if (other === undefined) differences.push(`${key} is missing`);
    else {
      for (const field of FIELDS) {
        if (!isSame(transition[field], other[field])) {
          differences.push(`${key}: ${field} ${JSON.stringify(other[field])}, not ${transition[field]}`);
        }
      }
    }
  }
  for (const key of left.keys()) differences.push(`${key} is unexpected`);
  return differences;
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9;
  return JSON.stringify(a) === JSON.stringify(b);
}
