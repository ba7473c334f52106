import { parseDay, type UtcDay } from '../core/ledger/utc-day.ts';
import { isUpper } from '../core/rules/rule.ts';
import { isModelled, type RuleLens, ruleSubjectName } from '../core/rules/rule-lens.ts';
import type { Reached, Transition } from '../core/warnings/episode.ts';
import { countryText, placeText } from './country-text.ts';
import { boundText, capitalised, counted, dayText, enumerate, whole } from './format.ts';
import { couldUnknownDecide, type SeatCount } from './seats.ts';

/** The fields of a transition that describe what crossed which level. */
export type Crossing = Pick<
  Transition,
  'lens' | 'measure' | 'subject' | 'holders' | 'bound' | 'window' | 'isOpen'
>;

/** Display name of a crossing's subject: "Foundry USA", "Pool owners in China", "Unknown miners". */
export function subjectText({ lens, measure, subject, holders }: Crossing): string {
  switch (measure) {
    case 'share':
    case 'change':
      return holderText(lens, subject);
    case 'farm-target':
      return ruleSubjectName(lens, subject);
    case 'top-2':
      return `${enumerate(holders.map((key) => ruleSubjectName(lens, key)))} together`;
    case 'unknown':
      return 'Unknown miners';
    case 'nakamoto':
    case 'hhi':
      return 'Bitcoin mining';
  }
}

/** Display name of a share's holder: "Foundry USA", "Pool owners in China", "Machines in China (modelled)". */
export function holderText(lens: RuleLens, subject: string): string {
  if (lens === 'operator-country') return `Pool owners in ${countryText(subject)}`;
  return isModelled(lens) ? `Machines in ${placeText(subject)} (modelled)` : ruleSubjectName(lens, subject);
}

/** Who mined the blocks of a crossing, at the start of a sentence. */
export function minersText(crossing: Crossing): string {
  const who =
    crossing.lens === 'operator-country' && crossing.measure === 'share'
      ? `pools whose owners are based in ${countryText(crossing.subject)}`
      : subjectText(crossing);
  return capitalised(who);
}

/** Title of a list of open episodes: a share measured below its level may truly still be above it. */
export const OPEN_TITLE = 'Open until we are sure it is over';

/** Since when the level has been reached, and since when the episode has been open if that is earlier. */
export function sinceText({
  reached,
  since,
}: {
  readonly reached: Reached | null;
  readonly since: UtcDay;
}): string {
  // Episodes stored by older versions do not say when their level was reached.
  if (reached === null) return `open since ${dayText(since)}`;
  const level = `${reached.by === 'knowledge' ? 'known since' : 'since'} ${dayText(reached.on)}`;
  return reached.on === since ? level : `${level} (open since ${dayText(since)})`;
}

/** Whether the level that an episode eased to is probably no longer exceeded either; it is then not called crossed. */
export function isDoubtful({ kind, probability }: Pick<Transition, 'kind' | 'probability'>): boolean {
  return kind === 'eased' && probability !== null && probability < 0.5;
}

/** One line that says what was crossed: "Foundry USA: above one third of Bitcoin mining". */
export function headline(
  kind: Transition['kind'],
  crossing: Crossing & SeatCount & Pick<Transition, 'probability'>,
): string {
  const who = capitalised(subjectText(crossing));
  const state = levelText(crossing);
  if (isDoubtful({ ...crossing, kind })) {
    return `${who}: ${isUpper(crossing.bound) ? 'lower' : 'higher'}, but may still be ${state}`;
  }
  if (kind === 'retracted') return `Retracted: ${headline('fired', crossing)}`;
  if (crossing.measure === 'farm-target')
    return kind === 'resolved' ? `${who}: the ${targetText(crossing)} is no longer news` : `${who}: ${state}`;
  switch (kind) {
    case 'fired':
      return `${who}: ${state}`;
    case 'escalated':
      return `${who}: now ${state}`;
    case 'eased':
      return `${who}: back to ${state}`;
    case 'reminded':
      return `${who}: still ${state}`;
    case 'resolved':
      // If unknown owners could make up the difference, only the known share has fallen below the level.
      return `${who}: no longer ${couldUnknownDecide(crossing) ? 'known to be ' : ''}${state}`;
    case 'basis-changed':
      return isModelled(crossing.lens)
        ? `${who}: ${crossing.isOpen ? 'now' : 'no longer'} ${state}, by newly published figures`
        : `${who}: ${crossing.isOpen ? 'now' : 'no longer'} known to be ${state} (sources changed, not mining)`;
  }
}

/** The level that a crossing names: "above one third of Bitcoin mining". */
export function levelText(crossing: Crossing): string {
  const { measure, bound } = crossing;
  const side = isUpper(bound) ? 'above' : 'below';
  switch (measure) {
    case 'share':
    case 'top-2':
    case 'unknown':
      return `${side} ${boundText(bound)} of Bitcoin mining`;
    case 'change':
      return `share changed by ${isUpper(bound) ? 'more' : 'less'} than ${Number((bound.value * 100).toFixed(2))} points`;
    case 'hhi':
      return `concentration index ${side} ${whole(bound.value)}`;
    case 'nakamoto':
      return `more than half held by ${isUpper(bound) ? 'more than ' : ''}${counted(bound.value, 'owner')}`;
    case 'farm-target':
      return `the ${targetText(crossing)} ${bound.text === 'due' ? 'is due' : 'was missed'}`;
  }
}

/** Names a farm's target by its deadline; the subject is `<farm>/<deadline>`. */
function targetText({ subject }: Crossing): string {
  return `target for ${dayText(parseDay(subject.split('/').at(-1) ?? ''))}`;
}
