import type { Lens } from '../../core/lenses/lens.ts';
import type { ShareRow } from '../../core/shares/share-table.ts';
import { countOf, provenanceFor, WEEK } from '../../daily/figures.ts';
import type { MachineMap, ShownPlace } from '../../daily/machines.ts';
import { days, dayText, percentRange } from '../../messages/format.ts';
import { provenanceText } from '../../messages/provenance.ts';
import { ageText, spanText, type Told } from './figures.ts';

const WHOSE: Readonly<Record<Lens, string>> = {
  pool: 'Blocks of the pool',
  owner: 'Blocks of the pools of this owner',
  template: 'Blocks of pools on one block template (not ownership)',
  'operator-country':
    'Blocks of pools whose owners answer to the law of this country (operators, not machines)',
};

/** How a counted share is known, in a sentence. */
export function countedHow({ figures, at }: Told, lens: Lens, row: ShareRow): string {
  const count = countOf(figures, lens, WEEK);
  const source = provenanceText(provenanceFor(figures, WEEK));
  return `${WHOSE[lens]}, counted ${spanText(count)} (${ageText(count.day, at)}; ${source}); 95 % interval ${percentRange(row)}.`;
}

/** How a modelled share is known, in a sentence. */
export function modelledHow(place: ShownPlace, { day }: Pick<MachineMap, 'day'>): string {
  const { anchor, status } = place;
  const source =
    anchor === null ? '' : `, from figures of ${anchor.source} that are ${days(anchor.ageDays)} old`;
  return `Machines in this country, modelled for ${dayText(day)}${source}; 95 % interval ${percentRange(place)}.${status === 'stale' ? ' That is old.' : ''}`;
}
