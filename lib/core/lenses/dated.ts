import type { Fault } from '../../errors.ts';
import type { UtcDay } from '../ledger/utc-day.ts';

/** In force from `from` to the day before `to`; null = as far as is known, always. */
export type Dated = { readonly from: UtcDay | null; readonly to: UtcDay | null };

export function inForce({ from, to }: Dated, day: UtcDay): boolean {
  return (from === null || from <= day) && (to === null || day < to);
}

/** Faults of a table in which one key may have only one link in force at a time, each with its row. */
export function linkFaults<T extends Dated>(
  links: readonly T[],
  keyOf: (link: T) => string,
  where: string,
): readonly Fault[] {
  return links.flatMap((link, index) => {
    const place = `${where}: row ${index + 1} (${keyOf(link)})`;
    if (link.from !== null && link.to !== null && link.from >= link.to) {
      return [{ where: place, what: 'expected from to be before to' }];
    }
    const other = links.findIndex(
      (earlier, at) => at < index && keyOf(earlier) === keyOf(link) && touches(earlier, link),
    );
    return other === -1 ? [] : [{ where: place, what: `is in force at the same time as row ${other + 1}` }];
  });
}

function touches(a: Dated, b: Dated): boolean {
  const startsBeforeEnd = (x: Dated, y: Dated) => x.from === null || y.to === null || x.from < y.to;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}
