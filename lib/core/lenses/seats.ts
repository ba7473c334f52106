import * as z from 'zod/mini';
import table from '../../../data/seats.json' with { type: 'json' };
import { refuseFaults } from '../../errors.ts';
import { memo } from '../../memo.ts';
import { parseInput } from '../../schema.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { linkChangeDays, linkFaults, linkFields, linkOn, type Viewpoint } from './dated.ts';

/** ISO 3166-1 alpha-2. */
export const countryCodeSchema = z
  .string()
  .check(z.regex(/^[A-Z]{2}$/))
  .brand<'CountryCode'>();

export type CountryCode = z.output<typeof countryCodeSchema>;

const seatsSchema = z.object({
  seats: z.array(
    z.object({ owner: z.string(), country: countryCodeSchema, asOf: z.string(), ...linkFields }),
  ),
});

const { seats } = parseSeats(table);
const seatsOfOwner = Map.groupBy(seats, ({ owner }) => owner);
const displayNames = new Intl.DisplayNames('en', { type: 'region' });

/** Parses a table of seats. @throws InputError with every fault: shape, or two seats of one owner at once. */
export function parseSeats(value: unknown): z.output<typeof seatsSchema> {
  const parsed = parseInput(seatsSchema, value, 'data/seats.json');
  refuseFaults(linkFaults(parsed.seats, ({ owner }) => owner, 'data/seats.json'));
  return parsed;
}

/** The days on which a seat changes, or becomes known. */
export const seatChangeDays = linkChangeDays(seats);

/** The country whose law can compel an owner on a day, as seen from a viewpoint; undefined if unknown. */
export function seatOf(owner: string, day: UtcDay, viewpoint: Viewpoint): CountryCode | undefined {
  return linkOn(seatsOfOwner.get(owner), day, viewpoint)?.country;
}

/** The seats in force on a day, as seen from a viewpoint, that sources disagree about. */
export function contestedSeats(day: UtcDay, viewpoint: Viewpoint) {
  return [...seatsOfOwner.values()].flatMap((own) => {
    const row = linkOn(own, day, viewpoint);
    return row?.contested == null ? [] : [{ ...row, contested: row.contested }];
  });
}

/** A country's English name. ICU takes microseconds, and a replay asks for the same names every day. */
export const countryName = memo((code: CountryCode): string => displayNames.of(code) ?? code);
