import * as z from 'zod/mini';
import { type Fault, faultsAmong } from '../../errors.ts';
import { type UtcDay, utcDaySchema } from '../ledger/utc-day.ts';

/** In force from `from` to the day before `to`; null means unbounded as far as is known. */
export type Dated = { readonly from: UtcDay | null; readonly to: UtcDay | null };

/** The fields of a dated, sourced link in a table. */
export const linkFields = {
  from: z.nullable(utcDaySchema),
  to: z.nullable(utcDaySchema),
  publishedOn: utcDaySchema,
  endPublishedOn: z._default(z.nullable(utcDaySchema), null),
  /** What sources disagree about, and since when; null if they agree. */
  contested: z._default(z.nullable(z.object({ since: utcDaySchema, text: z.string() })), null),
  source: z.url(),
};

/** A dated link, when it was published, and when its end was (null without an end). */
export type Link = Dated & { readonly publishedOn: UtcDay; readonly endPublishedOn: UtcDay | null };

/** A day, seen with what was published by then (`then`) or with hindsight (`now`). */
export type Viewpoint = { readonly day: UtcDay; readonly knowledge: 'then' | 'now' };

export function inForce({ from, to }: Dated, day: UtcDay): boolean {
  return (from === null || from <= day) && (to === null || day < to);
}

/**
 * The link of one key in force on a day, as seen from a viewpoint. With knowledge `then` a link counts from its
 * publication, and ends only once its end, or the link that follows it, has been published.
 */
export function linkOn<L extends Link>(
  links: readonly L[] | undefined,
  day: UtcDay,
  { day: seenOn, knowledge }: Viewpoint,
): L | undefined {
  const isSeen = (on: UtcDay | null) => knowledge === 'now' || (on !== null && on <= seenOn);
  return links
    ?.filter((link) => isSeen(link.publishedOn))
    .filter(({ from, to, endPublishedOn }) => inForce({ from, to: isSeen(endPublishedOn) ? to : null }, day))
    .reduce<L | undefined>(
      (newest, link) => (newest === undefined || (newest.from ?? '') < (link.from ?? '') ? link : newest),
      undefined,
    );
}

/** The days on which links change, or become known. */
export function linkChangeDays(links: readonly Link[]): readonly UtcDay[] {
  return links
    .flatMap(({ from, to, publishedOn, endPublishedOn }) => [from, to, publishedOn, endPublishedOn])
    .filter((day) => day !== null);
}

/** Faults in a table of links, each with its row: wrong dates, and ends without a publication date. */
export function linkFaults<L extends Link>(
  links: readonly L[],
  keyOf: (link: L) => string,
  where: string,
): readonly Fault[] {
  return [
    ...datedFaults(links, keyOf, where),
    ...faultsAmong(
      links.map((link, index) => [
        (link.to === null) === (link.endPublishedOn === null),
        `${where}: row ${index + 1} (${keyOf(link)})`,
        'expected to and endPublishedOn together, or neither',
      ]),
    ),
  ];
}

/** Faults in a table where each key may have only one row in force at a time, each with its row. */
export function datedFaults<T extends Dated>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  where: string,
): readonly Fault[] {
  return rows.flatMap((row, index) => {
    const place = `${where}: row ${index + 1} (${keyOf(row)})`;
    if (row.from !== null && row.to !== null && row.from >= row.to) {
      return [{ where: place, what: 'expected from to be before to' }];
    }
    const other = rows.findIndex(
      (earlier, at) => at < index && keyOf(earlier) === keyOf(row) && overlap(earlier, row),
    );
    return other === -1 ? [] : [{ where: place, what: `is in force at the same time as row ${other + 1}` }];
  });
}

function overlap(a: Dated, b: Dated): boolean {
  const startsBeforeEnd = (x: Dated, y: Dated) => x.from === null || y.to === null || x.from < y.to;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}
