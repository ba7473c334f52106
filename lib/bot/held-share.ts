import type { Lens } from '../core/lenses/lens.ts';
import type { ShareRow } from '../core/shares/share-table.ts';
import { WEEK } from '../core/shares/window.ts';
import {
  countOf,
  hasShare,
  type MachineMap,
  placeOf,
  provenanceFor,
  type ShownPlace,
  shareOf,
  sharesOf,
} from '../daily/figures.ts';
import { days, dayText, percentRange } from '../messages/format.ts';
import { provenanceText } from '../messages/provenance.ts';
import type { Answer } from './answer.ts';
import type { Command } from './command.ts';
import { ageText, spanText } from './figures-text.ts';
import { type Subject, subjectLists } from './names.ts';
import { parseShare } from './quantities.ts';
import { nothingKnownAnswer } from './refusals.ts';
import { largestPools, resolveName } from './resolve-name.ts';
import type { Told } from './told.ts';

/** A share to reckon with, and where it comes from. */
export type AskedShare = {
  readonly share: number;
  /** Null where the asker named the share. */
  readonly holder: { readonly name: string; readonly key: string; readonly how: string } | null;
};

type Follow = {
  /** The command again, for somebody of this key. */
  readonly retry: (key: string) => string;
  readonly answer: (asked: AskedShare) => Answer;
};

/** Finds the share that words name: a number, whoever holds one, or where nothing is said the largest owner's. */
export async function withShare(
  told: Told,
  command: Command,
  words: readonly string[],
  { retry, answer }: Follow,
): Promise<Answer> {
  const { figures } = told;
  const typed = words.join(' ');
  const held = (subject: Pick<Subject, 'lens' | 'key' | 'name'>) => {
    const asked = heldBy(told, subject);
    return asked === null ? nothingKnownAnswer() : answer(asked);
  };
  const share = parseShare(typed)?.value;
  if (share !== undefined) return answer({ share, holder: null });
  const [largest] = sharesOf(countOf(figures, 'owner', WEEK));
  if (typed === '' && largest !== undefined) return held({ lens: 'owner', ...largest });
  return resolveName<Subject>({
    command,
    typed,
    kind: 'pool, owner or country',
    lists: subjectLists(figures),
    optionOf: ({ key, name }) => ({ label: name, command: retry(key) }),
    usual: largestPools(figures, command.name),
    answer: held,
  });
}

/**
 * A subject's share: of a country its machines where a model has them, else its operators. Null where no block
 * is counted.
 */
function heldBy(told: Told, { lens, key, name }: Pick<Subject, 'lens' | 'key' | 'name'>): AskedShare | null {
  const { figures } = told;
  const place = lens === 'operator-country' ? placeOf(figures.machines, key) : undefined;
  if (place !== undefined && hasShare(place)) {
    return { share: place.share, holder: { name, key, how: modelledHow(place, figures.machines) } };
  }
  const row = shareOf(countOf(figures, lens, WEEK), key);
  return row && { share: row.share, holder: { name, key, how: countedHow(told, lens, row) } };
}

const WHOSE: Readonly<Record<Lens, string>> = {
  pool: 'Blocks of the pool',
  owner: 'Blocks of the pools of this owner',
  template: 'Blocks of pools on one block template (not ownership)',
  'operator-country':
    'Blocks of pools whose owners answer to the law of this country (operators, not machines)',
};

/** How a counted share is known, in a sentence. */
function countedHow({ figures, at }: Told, lens: Lens, row: ShareRow): string {
  const count = countOf(figures, lens, WEEK);
  const source = provenanceText(provenanceFor(figures, WEEK));
  return `${WHOSE[lens]}, counted ${spanText(count)} (${ageText(count.day, at)}; ${source}); 95 % interval ${percentRange(row)}.`;
}

/** How a modelled share is known, in a sentence. */
function modelledHow(place: ShownPlace, { day }: Pick<MachineMap, 'day'>): string {
  const { anchor, status } = place;
  const source =
    anchor === null ? '' : `, from figures of ${anchor.source} that are ${days(anchor.ageDays)} old`;
  return `Machines in this country, modelled for ${dayText(day)}${source}; 95 % interval ${percentRange(place)}.${status === 'stale' ? ' That is old.' : ''}`;
}
