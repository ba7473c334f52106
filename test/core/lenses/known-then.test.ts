import { describe, expect, it } from 'vitest';
import { parseDay, type UtcDay } from '../../../lib/core/ledger/utc-day.ts';
import { type Link, linkOn } from '../../../lib/core/lenses/dated.ts';
import type { Knowledge, Lens } from '../../../lib/core/lenses/lens.ts';
import { subjectOf } from '../../../lib/core/lenses/subjects.ts';
import { poolId, UNKNOWN } from '../../../lib/core/pools/pool-id.ts';

const day = parseDay;

/** The subject of a pool's blocks on a day, in the week ending on `to`. */
function inWeek(lens: Lens, pool: string, of: string, to: string, knowledge: Knowledge) {
  const from = new Date(Date.parse(`${to}T00:00:00Z`) - 6 * 86_400_000).toISOString().slice(0, 10);
  return subjectOf(lens, poolId(pool), day(of), { from: day(from), day: day(to), knowledge });
}

describe('what was known then', () => {
  type Named = Link & { readonly name: string };
  const link = (
    name: string,
    from: string | null,
    to: string | null,
    known: string,
    endKnown: string | null,
  ) =>
    ({
      name,
      from: from as UtcDay | null,
      to: to as UtcDay | null,
      publishedOn: known,
      endPublishedOn: endKnown,
    }) as Named;
  const sold = [
    link('seller', null, '2031-05-10', '2031-01-01', '2031-06-01'),
    link('buyer', '2031-05-10', null, '2031-06-01', null),
  ];
  const ownerSeen = (links: readonly Named[], of: string, on: string, knowledge: Knowledge) =>
    linkOn(links, day(of), { day: day(on), knowledge })?.name;

  it('is that the seller owns it, until the sale is published', () => {
    expect(ownerSeen(sold, '2031-05-20', '2031-05-20', 'then')).toBe('seller');
    expect(ownerSeen(sold, '2031-05-20', '2031-05-31', 'then')).toBe('seller');
    expect(ownerSeen(sold, '2031-05-20', '2031-06-01', 'then')).toBe('buyer');
    expect(ownerSeen(sold, '2031-05-09', '2031-06-01', 'then')).toBe('seller');
    expect(ownerSeen(sold, '2031-05-20', '2031-05-20', 'now')).toBe('buyer');
  });

  it('is nothing before a page is published', () => {
    expect(ownerSeen(sold, '2030-12-31', '2030-12-31', 'then')).toBeUndefined();
    expect(ownerSeen(sold, '2030-12-31', '2030-12-31', 'now')).toBe('seller');
  });

  it('ends the old link with the publication of the new one, if its end was published later', () => {
    const publishedLater = [sold[0]!, { ...sold[1]!, publishedOn: day('2031-05-12') }];
    expect(ownerSeen(publishedLater, '2031-05-11', '2031-05-12', 'then')).toBe('buyer');
  });

  it('does not make LuBian Prince Group’s before the indictment of October 2025', () => {
    expect(inWeek('owner', 'lubiancom', '2020-07-01', '2020-07-01', 'then')).toBe('lubiancom');
    expect(inWeek('owner', 'lubiancom', '2020-07-01', '2025-10-14', 'then')).toBe('princegroup');
    expect(inWeek('owner', 'lubiancom', '2020-07-01', '2020-07-01', 'now')).toBe('princegroup');
    expect(inWeek('operator-country', 'lubiancom', '2020-07-01', '2020-07-01', 'then')).toBe(UNKNOWN);
  });

  it('leaves BTC.com with Bitmain in December 2020: the first page to say otherwise is from February 2021', () => {
    expect(inWeek('owner', 'btccom', '2020-12-08', '2020-12-08', 'then')).toBe('bitmain');
    expect(inWeek('operator-country', 'btccom', '2020-12-08', '2020-12-08', 'then')).toBe('CN');
    expect(inWeek('owner', 'btccom', '2020-12-08', '2021-02-17', 'then')).toBe('bitdeer');
    expect(inWeek('owner', 'btccom', '2020-12-08', '2020-12-08', 'now')).toBe('bitdeer');
  });

  it('knows 1THash and Bytepool as Chinese from the report of April 2020 on', () => {
    expect(inWeek('operator-country', '1thash', '2020-04-29', '2020-04-29', 'then')).toBe(UNKNOWN);
    expect(inWeek('operator-country', '1thash', '2020-04-29', '2020-04-30', 'then')).toBe('CN');
  });
});

describe('a window uses one state of knowledge: it', () => {
  it('counts no block for a seat that is no longer known on its last day', () => {
    expect(inWeek('operator-country', 'f2pool', '2021-09-30', '2021-09-30', 'now')).toBe('CN');
    expect(inWeek('operator-country', 'f2pool', '2021-09-30', '2021-10-01', 'now')).toBe(UNKNOWN);
    expect(inWeek('operator-country', 'f2pool', '2021-09-28', '2021-10-04', 'then')).toBe(UNKNOWN);
  });

  it('counts a newly known seat once it is known on its first day, too', () => {
    expect(inWeek('operator-country', 'binancepool', '2026-01-10', '2026-01-10', 'now')).toBe(UNKNOWN);
    expect(inWeek('operator-country', 'binancepool', '2026-01-05', '2026-01-11', 'now')).toBe('AE');
  });

  it('counts a template group, with hindsight, once it is fully within the assumed time', () => {
    expect(inWeek('template', 'poolin', '2022-09-06', '2022-09-06', 'now')).toBe('poolin');
    expect(inWeek('template', 'poolin', '2022-09-01', '2022-09-07', 'now')).toBe('antpooltemplates');
  });

  it('counts a template group, as known then, in full from the day of the report', () => {
    expect(inWeek('template', 'poolin', '2024-04-16', '2024-04-16', 'then')).toBe('poolin');
    expect(inWeek('template', 'poolin', '2024-04-11', '2024-04-17', 'then')).toBe('antpooltemplates');
  });

  it('lets an owner change between blocks: a sale is an event', () => {
    expect(inWeek('owner', 'btccom', '2021-04-14', '2021-04-17', 'then')).toBe('bitdeer');
    expect(inWeek('owner', 'btccom', '2021-04-15', '2021-04-17', 'then')).toBe('bitmining');
  });

  it("lets an owner's known seat change between blocks: a move is an event", () => {
    expect(inWeek('operator-country', 'btccom', '2021-09-21', '2021-09-24', 'then')).toBe('CN');
    expect(inWeek('operator-country', 'btccom', '2021-09-22', '2021-09-24', 'then')).toBe('HK');
  });
});
