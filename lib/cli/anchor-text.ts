import type { AnchorNote } from '../core/geography/place-report.ts';
import { days } from '../messages/format.ts';

/** A published table on a line: whose, of when, and how old on the day. */
export function anchorText({ source, from, to, publishedOn, ageDays }: AnchorNote): string {
  return `${source}, ${from} to ${to}, published ${publishedOn}, ${ageDays === 0 ? 'in force' : `${days(ageDays)} old`}`;
}
