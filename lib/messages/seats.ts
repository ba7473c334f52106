import type { ShareRow, ShareTable } from '../core/shares/share-table.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { countryText } from './country-text.ts';
import { boundText, percent } from './format.ts';

const MAJORITY = 0.5;

/** All blocks of a window, and those of unknown owners among them. */
export type Whole = Pick<ShareTable, 'blocks' | 'unknown'>;

/** A country's share if every owner with an unknown seat were based there, 0-1. */
export function shareUpTo({ blocks }: Pick<ShareRow, 'blocks'>, of: Whole): number {
  return (blocks + of.unknown) / of.blocks;
}

/** How many blocks have owners of unknown seat, and what a country's share would be with all of them; empty if none. */
export function unknownSeatsText(row: Pick<ShareRow, 'blocks'>, of: Whole): string {
  if (of.unknown === 0) return '';
  return `The seat behind ${percent(of.unknown / of.blocks)} of the blocks is unknown: the share would be ${percent(shareUpTo(row, of))} if all of those owners were based there.`;
}

/** The largest shares by seat in one line, each with its maximum if every unknown owner were based there. */
export function seatsText(table: Pick<ShareTable, 'shares' | 'unknown' | 'blocks'>, named: number): string {
  const { shares, unknown, blocks } = table;
  const seats = shares.slice(0, named).map((row, index) => {
    const known = `${row.name} ${percent(row.share, 0)}`;
    if (unknown === 0) return known;
    const upTo = `${known}, up to ${percent(shareUpTo(row, table), 0)}`;
    return index === 0 ? `${upTo} if every unknown owner were based there` : upTo;
  });
  const [first] = shares;
  const isOpen = first !== undefined && first.share <= MAJORITY && shareUpTo(first, table) > MAJORITY;
  return [
    ...seats,
    `unknown ${percent(unknown / blocks, 0)}`,
    ...(isOpen ? [`so unknown owners could decide whether ${countryText(first.key)} is above half`] : []),
  ].join('; ');
}

/** A note below a table of shares by seat: the maximum of the two largest; empty if no owner's seat is unknown. */
export function couldBeText(rows: readonly Pick<ShareRow, 'name' | 'blocks'>[], of: Whole): string {
  if (of.unknown === 0) return '';
  const most = rows.slice(0, 2).map((row) => `${row.name} up to ${percent(shareUpTo(row, of), 0)}`);
  return `If every unknown owner were based in one of them: ${most.join(', or ')}.`;
}

/** The counts of a transition about one share. */
export type SeatCount = Pick<
  Transition,
  'lens' | 'measure' | 'share' | 'blocks' | 'total' | 'unknown' | 'bound'
>;

/** The maximum of a share by seat, in one sentence; empty for other shares, or if no owner's seat is unknown. */
export function upToText(count: SeatCount): string {
  const upTo = upToOf(count);
  if (upTo === null) return '';
  const decides = couldUnknownDecide(count)
    ? `, so unknown owners could decide whether it is above ${boundText(count.bound)}`
    : '';
  return `It would be ${percent(upTo)} if every unknown owner were based there${decides}.`;
}

/** Whether a share by seat is above its bound only if unknown owners are based there. */
export function couldUnknownDecide(count: SeatCount): boolean {
  const [upTo, { share, bound }] = [upToOf(count), count];
  return upTo !== null && share !== null && share <= bound.value && upTo > bound.value;
}

function upToOf({ lens, measure, blocks, total, unknown }: SeatCount): number | null {
  if (lens !== 'operator-country' || measure !== 'share' || blocks === null || !unknown) return null;
  return shareUpTo({ blocks }, { unknown, blocks: total });
}
