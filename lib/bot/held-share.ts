import type { Lens } from '../core/lenses/lens.ts';
import type { Interval } from '../core/shares/interval.ts';
import { WEEK, type WindowCount } from '../core/shares/window.ts';
import {
  countOf,
  hasShare,
  type MachineMap,
  type MachinePlace,
  placeOf,
  provenanceFor,
  shareOf,
  sharesOf,
} from '../daily/figures.ts';
import { nameInSentence } from '../messages/country-text.ts';
import { capitalised, days, dayText, percentRange, withReadableDays } from '../messages/format.ts';
import { checkedText } from '../messages/provenance.ts';
import type { Answer } from './answer.ts';
import type { Command } from './command.ts';
import type { CurrentFigures, FiguresOf } from './current-figures.ts';
import { ageText, coverageText, spanText } from './figures-text.ts';
import { type Subject, subjectLists } from './names.ts';
import { isImpossibleShare, parseShare } from './quantities.ts';
import { impossibleShareAnswer, noFiguresAnswer } from './refusals.ts';
import { largestPools, resolveName } from './resolve-name.ts';

/** The holder of a share; `how` states the origin of the share in a sentence. */
export type Holder = { readonly name: string; readonly how: string; readonly isModelled: boolean };

/** A share to calculate with. */
export type AskedShare = {
  readonly share: number;
  /** Null if the share itself was given. */
  readonly holder: (Holder & { readonly key: string }) | null;
};

type ShareCommand = {
  /** The same command for the subject with this key. */
  readonly retry: (key: string) => string;
  readonly answer: (asked: AskedShare) => Answer;
};

/** Resolves words to a share: a number, a holder's name, or the largest owner if empty. */
export async function withShare(
  current: CurrentFigures,
  command: Command,
  words: readonly string[],
  { retry, answer }: ShareCommand,
): Promise<Answer> {
  const { figures } = current;
  const typed = words.join(' ');
  const held = (subject: Pick<Subject, 'lens' | 'key'>) => {
    const asked = heldBy(current, subject);
    return asked === null ? noFiguresAnswer() : answer(asked);
  };
  const share = parseShare(typed)?.value;
  if (share !== undefined) return answer({ share, holder: null });
  const [largest] = sharesOf(countOf(figures, 'owner', WEEK));
  if (typed === '' && largest !== undefined) return held({ lens: 'owner', ...largest });
  if (isImpossibleShare(typed)) return impossibleShareAnswer('A share', command);
  return resolveName({
    command,
    figures,
    typed,
    kind: 'pool, owner or country',
    lists: subjectLists(figures),
    commandFor: ({ key }) => retry(key),
    suggested: largestPools(figures),
    answer: held,
  });
}

/**
 * A subject's share; for a country that of its machines if modelled, else that of its operators. Null if no block is
 * counted.
 */
function heldBy(current: CurrentFigures, { lens, key }: Pick<Subject, 'lens' | 'key'>): AskedShare | null {
  const { figures } = current;
  const name = capitalised(nameInSentence(lens, key));
  const place = lens === 'operator-country' ? placeOf(figures.machines, key) : undefined;
  if (place !== undefined && hasShare(place)) {
    return {
      share: place.share,
      holder: { name, key, how: modelledHow(place, figures.machines), isModelled: true },
    };
  }
  const count = countOf(figures, lens, WEEK);
  const row = shareOf(count, key);
  return (
    row && {
      share: row.share,
      holder: { name, key, how: countedHow(current, count, row), isModelled: false },
    }
  );
}

const WHOSE: Readonly<Record<Lens, string>> = {
  pool: 'Blocks of the pool',
  owner: "Blocks of this owner's pools",
  template: 'Blocks of pools on one block template (not ownership)',
  'operator-country':
    'Blocks of pools whose owners answer to the law of this country (operators, not machines)',
};

/** The origin of a counted share, in a sentence. */
export function countedHow(
  { figures, at }: FiguresOf<'provenances'>,
  { lens, window, day, missingDays }: Pick<WindowCount, 'lens' | 'window' | 'day' | 'missingDays'>,
  interval: Interval,
): string {
  const known = [
    checkedText(provenanceFor(figures, window)),
    ...(missingDays === 0 ? [] : [coverageText({ window, missingDays })]),
    ...(at === null ? [] : [ageText(day, at)]),
  ];
  return `${WHOSE[lens]}, counted ${spanText({ window, day })} (${known.join(', ')}); 95% interval ${percentRange(interval)}.`;
}

/** The origin of a modelled share, in a sentence. */
export function modelledHow(
  place: Interval & Pick<MachinePlace, 'level' | 'anchor' | 'status' | 'reason'>,
  { day, knowledge }: Pick<MachineMap, 'day' | 'knowledge'>,
): string {
  const { level, anchor, status, reason } = place;
  const source =
    anchor === null ? '' : `, from figures of ${anchor.source} that are ${days(anchor.ageDays)} old`;
  const hindsight = knowledge === 'now' ? ' with hindsight' : '';
  const old =
    status === 'stale'
      ? ` That figure is stale${reason === null ? '' : `: ${withReadableDays(reason)}`}.`
      : '';
  return `Machines in this ${level}, modelled${hindsight} for ${dayText(day)}${source}; 95% interval ${percentRange(place, 0)}.${old}`;
}
