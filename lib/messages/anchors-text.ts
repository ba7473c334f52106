import type { UtcDay } from '../core/ledger/utc-day.ts';
import { days, dayText } from './format.ts';

/** A published table that a modelled share rests on. */
export type BasisTable = {
  /** Who published it. */
  readonly name: string;
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly publishedOn: UtcDay;
  /** Days since its period ended. */
  readonly ageDays: number;
};

/** What a modelled share rests on; `ratio` for a region, whose part of its country is of another table. */
export type ModelBasis = { readonly anchor: BasisTable; readonly ratio: BasisTable | null };

/** What a modelled share rests on and how old that is, in one sentence or two. */
export function anchorsText({ anchor, ratio }: ModelBasis): string {
  const rests = `It rests on figures of ${tableText(anchor)}.`;
  if (ratio === null || (ratio.name === anchor.name && ratio.from === anchor.from)) return rests;
  return `${rests} The region's part of its country comes from ${tableText(ratio)}.`;
}

function tableText({ name, from, to, publishedOn, ageDays }: BasisTable): string {
  const age = ageDays === 0 ? 'current' : `${days(ageDays)} old`;
  return `${name} for ${dayText(from)} to ${dayText(to)}, published ${dayText(publishedOn)}, ${age}`;
}
