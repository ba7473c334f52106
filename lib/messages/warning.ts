import type { AnchorNote } from '../core/geography/place-report.ts';
import { daysBetween, type UtcDay } from '../core/ledger/utc-day.ts';
import { isUpper, SEVERITIES } from '../core/rules/rule.ts';
import { isModelled, type RuleLens } from '../core/rules/rule-lens.ts';
import { isRise, type Reached, type Transition } from '../core/warnings/episode.ts';
import { replyButton } from './button.ts';
import { consequence } from './consequence.ts';
import { placeText } from './country-text.ts';
import {
  aboutPercent,
  boundText,
  capitalised,
  certainty,
  days,
  dayText,
  enumerate,
  percent,
  percentRange,
  whole,
} from './format.ts';
import { headline, isDoubtful, levelText, minersText } from './headline.ts';
import { bold, type Message, plain, type Section, text, words } from './message.ts';
import { pageSections, warningPath } from './page-link.ts';
import { knownText, type Provenance, reportSection } from './provenance.ts';
import { upToText } from './seats.ts';

/** A published table that a modelled share is based on. */
type BasisTable = Omit<AnchorNote, 'source'> & {
  /** Name of the publisher. */
  readonly name: string;
};

/** The tables behind a modelled share; `ratio` is the one for a region's part of its country. */
type ModelBasis = { readonly anchor: BasisTable; readonly ratio: BasisTable | null };

/** A transition with the context a reader needs. */
export type WarningItem = {
  readonly transition: Transition;
  /** The same share one window earlier, 0-1; null if not known. */
  readonly before: number | null;
  /** The highest share of an episode that eases or ends; null for other transitions. */
  readonly peak: { readonly share: number; readonly day: UtcDay } | null;
  readonly reached: Reached;
  /** Disagreements between sources that affect the share, one sentence each. */
  readonly disputes: readonly string[];
  /** The published figures behind a modelled share; null for a counted one. */
  readonly basis: ModelBasis | null;
};

export type WarningFacts = {
  readonly id: string;
  /** A day's changes for one chat; at least one. */
  readonly items: readonly WarningItem[];
  readonly provenance: Provenance;
  readonly reportUrl: string | null;
  readonly siteUrl?: string | null;
};

/** One message with all of a day's changes for a chat, the most severe first. */
export function warningMessage({ id, items, provenance, reportUrl, siteUrl }: WarningFacts): Message {
  const sorted = items.toSorted(
    (a, b) => rank(b.transition) - rank(a.transition) || (a.transition.id < b.transition.id ? -1 : 1),
  );
  const first = sorted[0]!.transition;
  const several = sorted.length > 1;
  return {
    id,
    title: `${headline(first.kind, first)}${certaintyOf(first)}${several ? ` (and ${sorted.length - 1} more)` : ''}`,
    severity: isAlarm(first) ? first.severity : 'info',
    sections: [
      ...sorted.flatMap((item) => itemSections(item, several)),
      plain(howKnown(sorted, provenance), 1),
      ...pageSections(siteUrl, warningPath(first.day)),
      reportSection(reportUrl),
    ],
    buttons: [replyButton('How we know', 'method')],
  };
}

/** The certainty of an alarm, to follow its headline. */
function certaintyOf(transition: Transition): string {
  const { probability } = transition;
  return isAlarm(transition) && probability !== null ? `, ${certainty(probability)} sure` : '';
}

const GROUPED: Readonly<Record<RuleLens, string>> = {
  pool: 'by pool',
  owner: 'by owner',
  template: 'by shared block template (not ownership)',
  'operator-country': "by the pool owner's country (not where machines stand)",
  country: 'by pool',
  region: 'by pool',
  farm: 'by pool',
};

/** The origin of the figures in one line; modelled figures are never called counted. */
function howKnown(items: readonly WarningItem[], provenance: Provenance): string {
  const lenses = [...new Set(items.map(({ transition }) => transition.lens))];
  const grouped = enumerate([...new Set(lenses.map((lens) => GROUPED[lens]))]);
  if (lenses.every(isModelled))
    return `Modelled from published figures; ${knownText(provenance, 'pools counted')}.`;
  const modelled = lenses.some(isModelled) ? ' Where machines stand is modelled, not counted.' : '';
  return `${knownText(provenance, `Counted ${grouped}`)}.${modelled}`;
}

function rank(transition: Transition): number {
  return SEVERITIES.indexOf(transition.severity) + (isRise(transition) ? SEVERITIES.length : 0);
}

/** Whether a transition reports a rise or a continuing breach, as opposed to an improvement. */
function isAlarm(transition: Transition): boolean {
  return isRise(transition) || transition.kind === 'reminded';
}

function itemSections(item: WarningItem, withHeadline: boolean): readonly Section[] {
  const { transition } = item;
  const isBad = isAlarm(transition);
  const severity = isBad ? `${capitalised(transition.severity)}: ` : '';
  const head = withHeadline ? [bold(`${severity}${headline(transition.kind, transition)}. `)] : [];
  const { share, measure } = transition;
  return [
    plain([...head, text(measuredText(item))], 10),
    plain(timeText(item), 4),
    ...(isBad && share !== null && measure !== 'unknown'
      ? [plain(words`${bold('Why it matters: ')}${consequence(share, transition)}`, 6)]
      : []),
  ];
}

/** The measurement and its certainty. */
function measuredText({ transition, basis, disputes }: WarningItem): string {
  const { lens, subject, measure, blocks, total, window, day, share, low, high, probability, value } =
    transition;
  const span = window === 1 ? `on ${dayText(day)}` : `in the ${days(window)} to ${dayText(day)}`;
  if (isModelled(lens) && share !== null && low !== null && high !== null) {
    const rests = basis === null ? '' : ` ${anchorsText(basis)}`;
    return `By our model, ${aboutPercent(share)} of Bitcoin's hash rate was in ${placeText(subject)} ${span} (95% interval ${percentRange({ low, high }, 0)}).${probability === null ? '' : ` ${sureText(transition, probability)}`}${rests}`;
  }
  if (measure === 'farm-target') return `${headline(transition.kind, transition)}.`;
  if (share === null || blocks === null || low === null || high === null) {
    return measure === 'nakamoto'
      ? [`Counting ${whole(total)} blocks ${span}, ${nakamotoText(value)}.`, ...disputes].join(' ')
      : `The concentration index (HHI, 0 to 10,000) is ${whole(value ?? 0)}, from ${whole(total)} blocks ${span}.`;
  }
  const who = minersText(transition);
  const counted = `${who} mined ${whole(blocks)} of ${whole(total)} blocks ${span}: ${percent(share)} (95% interval ${percentRange({ low, high })}).`;
  const sure = probability === null ? '' : ` ${sureText(transition, probability)}`;
  return [counted + sure, upToText(transition), ...disputes].filter((part) => part !== '').join(' ');
}

function nakamotoText(value: number | null): string {
  if (value === null) return 'no known owners surely hold more than half';
  return value === 1
    ? 'one owner alone surely holds more than half'
    : `${whole(value)} owners together surely hold more than half`;
}

function sureText(transition: Transition, probability: number): string {
  const { kind, bound } = transition;
  const beyond = `${isUpper(bound) ? 'above' : 'below'} ${boundText(bound)}`;
  return kind === 'resolved' || isDoubtful(transition)
    ? `The chance that the true share is still ${beyond} is ${certainty(probability)}.`
    : `We are ${certainty(probability)} sure that the true share is ${beyond}.`;
}

/** When the level was reached, and the earlier and highest shares. */
function timeText({ transition, before, peak, reached }: WarningItem): string {
  const { kind, since, day, window, isOpen } = transition;
  const agoText = (on: UtcDay) => `${dayText(on)}, ${days(daysBetween(on, day))} earlier`;
  const shareText = isModelled(transition.lens) ? aboutPercent : percent;
  const parts: string[] = [];
  if (isOpen && reached.on < day) {
    const isKnown = reached.by === 'knowledge';
    parts.push(
      isDoubtful(transition)
        ? `This level was ${isKnown ? 'known to be ' : ''}reached on ${agoText(reached.on)}.`
        : `${capitalised(levelText(transition))}${isKnown ? ', known' : ''} since ${agoText(reached.on)}.`,
    );
  } else if (kind === 'escalated') parts.push(`${capitalised(levelText(transition))} since ${dayText(day)}.`);
  if (kind !== 'fired' && !(isOpen && reached.on === since))
    parts.push(`First warned of on ${agoText(since)}.`);
  if (before !== null)
    parts.push(
      `Share ${window === 1 ? 'on the day' : `in the ${days(window)}`} before: ${shareText(before)}.`,
    );
  if (peak !== null && peak.day !== day)
    parts.push(`Highest share meanwhile: ${shareText(peak.share)}, on ${dayText(peak.day)}.`);
  if (kind === 'fired') parts.push(`This is new since ${dayText(day)}.`);
  return parts.join(' ');
}

/** The figures behind a modelled share and their age, in one or two sentences. */
function anchorsText({ anchor, ratio }: ModelBasis): string {
  const rests = `It is based on figures from ${tableText(anchor)}.`;
  if (ratio === null || (ratio.name === anchor.name && ratio.from === anchor.from)) return rests;
  return `${rests} The region's part of its country comes from ${tableText(ratio)}.`;
}

function tableText({ name, from, to, publishedOn, ageDays }: BasisTable): string {
  const age = ageDays === 0 ? 'current' : `${days(ageDays)} old`;
  return `${name} for ${dayText(from)} to ${dayText(to)}, published ${dayText(publishedOn)}, ${age}`;
}
