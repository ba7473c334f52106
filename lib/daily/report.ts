import type { ObservedAnchor } from '../core/geography/anchor.ts';
import { createNowcaster, type Nowcaster } from '../core/geography/nowcast.ts';
import type { PlaceKey } from '../core/geography/place-figure.ts';
import { anchorNote, placeRows } from '../core/geography/place-report.ts';
import type { LostBlock, StoredBlock } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { SourceState } from '../core/ledger/source-state.ts';
import { addDays, dayOf, daysFrom, type UtcDay } from '../core/ledger/utc-day.ts';
import { disputesOn } from '../core/lenses/disputes.ts';
import type { Knowledge, Lens, SubjectKey } from '../core/lenses/lens.ts';
import { blocksBehind } from '../core/rules/measure.ts';
import { isCounted } from '../core/rules/rule-lens.ts';
import { type ShareTable, tableOf } from '../core/shares/share-table.ts';
import {
  cachedThroughLens,
  closedDaysOf,
  countWindow,
  type LensLedger,
  WEEK,
  type WindowCount,
} from '../core/shares/window.ts';
import { type LongestRuns, longestRuns } from '../core/signals/runs.ts';
import { SHARE_DAYS } from '../core/signals/watched.ts';
import { isRise, type OpenEpisode, type Transition } from '../core/warnings/episode.ts';
import { isWarning } from '../core/warnings/is-warning.ts';
import { reachedOf } from '../core/warnings/reached.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';
import { type DigestFacts, digestMessage, NAMED_OWNERS, NAMED_SEATS } from '../messages/digest.ts';
import { counted, days, dayText, enumerate } from '../messages/format.ts';
import { headline } from '../messages/headline.ts';
import type { Message } from '../messages/message.ts';
import { provenanceOf } from '../messages/provenance.ts';
import { longestRunText } from '../messages/runs.ts';
import { shortDigest } from '../messages/short-digest.ts';
import { signalLine } from '../messages/signal.ts';
import { type WarningItem, warningMessage } from '../messages/warning.ts';
import { type InputsNote, NOTED_IDS } from './warning-store.ts';

export type ReportInput = {
  readonly ledger: Ledger;
  readonly transitions: readonly Transition[];
  readonly notes: readonly InputsNote[];
  readonly signals: readonly SignalRecord[];
  readonly knowledge: Knowledge;
  readonly reportUrl: string | null;
  /** All stored blocks that lost, at the newest 2,016 heights and before. */
  readonly lost?: readonly LostBlock[];
  /** The newest blocks by ascending height; runs are known only within them. */
  readonly blocks?: readonly StoredBlock[];
  /** The state of each live source after the newest run. */
  readonly states?: readonly SourceState[];
  readonly siteUrl?: string | null;
};

/** The messages of one day: its digest, in full and cut to one screen, and the newest warning up to it. */
export type Report = {
  readonly day: UtcDay;
  readonly digest: Message;
  readonly short: Message;
  readonly warning: { readonly day: UtcDay; readonly message: Message } | null;
  readonly episodes: readonly OpenEpisode[];
};

/** Composes the messages about a closed day. */
export function composeReport(input: ReportInput, day: UtcDay, liveNote: string | null = null): Report {
  const newest = input.transitions.findLast((one) => one.day <= day && isWarning(one))?.day;
  const facts = digestFacts(input, day, liveNote);
  return {
    day,
    digest: digestMessage(facts),
    short: shortDigest(facts, 'day'),
    warning: newest === undefined ? null : { day: newest, message: composeWarning(input, newest)! },
    episodes: facts.episodes,
  };
}

/** Composes the digest of a closed day alone. */
export function composeDigest(input: ReportInput, day: UtcDay): Message {
  return digestMessage(digestFacts(input, day, null));
}

/** Composes the weekly digest of the week that ends on a closed day. */
export function composeWeekly(input: ReportInput, day: UtcDay): Message {
  const week = daysFrom(addDays(day, 1 - WEEK), day);
  const facts = digestFacts(input, day, null);
  const { sources } = facts.provenance;
  const events = { changes: changesOf(input, week), signals: signalsOf(input, week) };
  return shortDigest({ ...facts, ...events, isRecorded: !sources.includes('live') }, 'week');
}

/** Composes all warnings of a day as one message; null if there were none. */
export function composeWarning(input: ReportInput, day: UtcDay): Message | null {
  const transitions = input.transitions.filter(
    (transition) => transition.day === day && isWarning(transition),
  );
  return transitions.length === 0 ? null : composeWarningOf(input, `warning-${day}`, day, transitions);
}

/** Composes one message about the given transitions of a day. */
export function composeWarningOf(
  input: ReportInput,
  id: string,
  day: UtcDay,
  transitions: readonly Transition[],
): Message {
  const nowcaster = createNowcaster(input.ledger, input.knowledge);
  const through = (lens: Lens) => cachedThroughLens(input.ledger, lens, input.knowledge);
  return warningMessage({
    id,
    items: transitions.map((transition) => ({
      transition,
      reached: reachedOf(transition, input.transitions),
      ...(isCounted(transition.lens)
        ? compare(through(transition.lens), transition)
        : { ...comparePlace(nowcaster, transition), disputes: [] }),
    })),
    provenance: provenanceOf(input, day, Math.max(...transitions.map(({ window }) => window))),
    reportUrl: input.reportUrl,
    siteUrl: input.siteUrl ?? null,
  });
}

/** The share one window earlier and the episode's peak, for comparison. */
function compare(
  lensLedger: LensLedger,
  transition: Transition,
): Pick<WarningItem, 'before' | 'peak' | 'basis' | 'disputes'> {
  const { day, holders } = transition;
  return {
    ...earlierShares(transition, (on) => sharedBy(lensLedger, transition, on)),
    basis: null,
    disputes: disputesOn(day, lensLedger.lens, holders, lensLedger.knowledge),
  };
}

/** The same for a place, using only days on the same basis, since a change of basis moves no machine. */
function comparePlace(
  nowcaster: Nowcaster,
  transition: Transition,
): Pick<WarningItem, 'before' | 'peak' | 'basis'> {
  const figureOn = (on: UtcDay) => nowcaster.on(on).figures.get(transition.subject as PlaceKey);
  const now = figureOn(transition.day);
  if (now === undefined) return { before: null, peak: null, basis: null };
  const shareOn = (on: UtcDay) => {
    const figure = figureOn(on);
    return figure?.basis === now.basis ? figure.share : null;
  };
  const named = (anchor: ObservedAnchor) => ({
    ...anchorNote(anchor, transition.day),
    name: anchor.source.name,
  });
  const basis = { anchor: named(now.anchor), ratio: now.ratio && named(now.ratio) };
  return { ...earlierShares(transition, shareOn), basis };
}

function earlierShares(
  transition: Transition,
  shareOn: (day: UtcDay) => number | null,
): Pick<WarningItem, 'before' | 'peak'> {
  const { day, window, since, share } = transition;
  if (share === null) return { before: null, peak: null };
  let peak = { share, day };
  for (let on = since; on < day; on = addDays(on, 1)) {
    const earlier = shareOn(on);
    if (earlier !== null && earlier > peak.share) peak = { share: earlier, day: on };
  }
  return { before: shareOn(addDays(day, -window)), peak };
}

/**
 * The share on an earlier day, by what was known on the transition's day; null if the window misses a day, or if the
 * recount does not reproduce the transition's own share.
 */
function sharedBy(lensLedger: LensLedger, transition: Transition, day: UtcDay): number | null {
  const { window, day: changedOn, share } = transition;
  const span = { from: addDays(day, 1 - window), day: changedOn };
  const shareOn = (on: UtcDay) => shareIn(countWindow(lensLedger, on, window, span), transition);
  return shareOn(changedOn) === share ? shareOn(day) : null;
}

function shareIn(count: WindowCount, transition: Transition): number | null {
  if (count.missingDays > 0 || count.blocks === 0) return null;
  return blocksBehind(transition, transition.subject, count) / count.blocks;
}

function digestFacts(input: ReportInput, day: UtcDay, liveNote: string | null): DigestFacts {
  const { ledger, knowledge, notes } = input;
  const today = closedDaysOf(ledger, day, 1)[0]!;
  const table = (lens: Lens) => tableOf(ledger, day, WEEK, lens, knowledge);
  const [owner, operatorCountry] = [table('owner'), table('operator-country')];
  const week: DigestFacts['week'] =
    owner.missingDays > 0
      ? null
      : {
          owner,
          template: table('template'),
          operatorCountry,
          disputes: [
            ...disputesOn(day, 'owner', keysOf(owner, NAMED_OWNERS), knowledge),
            ...disputesOn(day, 'operator-country', keysOf(operatorCountry, NAMED_SEATS), knowledge),
          ],
          machines: placeRows(createNowcaster(ledger, knowledge).on(day)),
        };
  const runs = ([1, WEEK] as const).map((window) => {
    const longest = runsIn(input, day, 'owner', window);
    const quarter = countWindow(cachedThroughLens(ledger, 'owner', knowledge), day, SHARE_DAYS);
    return longest && longestRunText(longest, (owner) => (quarter.counts.get(owner) ?? 0) / quarter.blocks);
  });
  return {
    id: `digest-${day}`,
    day,
    isRecorded: today.source === 'recorded',
    blocks: today.count.blocks,
    week,
    weekDays: WEEK - owner.missingDays,
    episodes: openEpisodes(input, day),
    changes: changesOf(input, [day]),
    signals: signalsOf(input, [day]),
    notes: notes.filter((note) => note.day === day || addDays(note.day, 1) === day).map(noteText),
    runs: { day: runs[0]!, week: runs[1]! },
    lost: (input.lost ?? []).filter(({ time }) => dayOf(time) === day),
    liveNote,
    provenance: provenanceOf(input, day, WEEK),
    siteUrl: input.siteUrl ?? null,
  };
}

/** The transitions of some days, one line each. */
function changesOf({ transitions }: ReportInput, days: readonly UtcDay[]): readonly string[] {
  return transitions
    .filter((transition) => days.includes(transition.day))
    .map((transition) => {
      const text = headline(transition.kind, transition);
      return days.length === 1 ? text : `${dayText(transition.day)}: ${text}`;
    });
}

/** Signals found in the blocks of some days, or whose verdict fell on them, one line each. */
function signalsOf({ signals }: ReportInput, days: readonly UtcDay[]): readonly string[] {
  return signals
    .filter(
      ({ signal, verdict }) =>
        days.includes(dayOf(signal.time)) || (verdict?.day != null && days.includes(verdict.day)),
    )
    .map(signalLine);
}

/** The longest run of each subject in a window; null unless all of its blocks are known one by one. */
export function runsIn(
  { ledger, knowledge, blocks = [] }: ReportInput,
  day: UtcDay,
  lens: Lens,
  window: number,
): LongestRuns | null {
  const days = closedDaysOf(ledger, day, window);
  const [lowest, highest] = [blocks[0]?.height ?? Number.POSITIVE_INFINITY, blocks.at(-1)?.height ?? -1];
  const isKnown = days.every(({ count }) => lowest < count.firstHeight && count.lastHeight <= highest);
  if (days.length < window || !isKnown) return null;
  return longestRuns(blocks, lens, { from: addDays(day, 1 - window), to: day }, knowledge);
}

function keysOf({ shares }: ShareTable, count: number): readonly SubjectKey[] {
  return shares.slice(0, count).map(({ key }) => key);
}

/** The episodes open on a day, oldest first. */
function openEpisodes(input: ReportInput, today: UtcDay): readonly OpenEpisode[] {
  const transitions = input.transitions.filter(({ day }) => day <= today);
  const newest = new Map(transitions.map((one) => [`${one.ladder} ${one.subject}`, one]));
  return [...newest.values()]
    .filter(({ isOpen }) => isOpen)
    .map((transition) => ({ transition, reached: reachedOf(transition, transitions) }))
    .map(({ transition, reached }) => ({
      ...transition,
      // An eased episode is as severe as its current level, not the one it left.
      severity:
        transitions.find((one) => one.rule === transition.rule && isRise(one))?.severity ??
        transition.severity,
      reached,
      uncounted: input.ledger.filter(
        ({ kind, day }) => kind !== 'closed' && reached.on <= day && day <= today,
      ).length,
    }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.id < b.id ? -1 : 1));
}

function noteText({ kind, days: corrected, came, went }: InputsNote): string {
  const effect =
    came.length + went.length === 0
      ? 'no warning changed'
      : `${leastText(came)}${counted(came.length, 'warning change')} added and ${leastText(went)}${went.length} removed, none of them sent as news`;
  return kind === 'basis-changed'
    ? `The tables or rules changed (pools, owners, templates, seats), and everything was recounted: ${effect}.`
    : `${correctedText(corrected)} after a correction of the chain or a backfill: ${effect}.`;
}

function leastText(ids: readonly string[]): string {
  return ids.length < NOTED_IDS ? '' : 'at least ';
}

function correctedText(corrected: readonly UtcDay[]): string {
  if (corrected.length === 0) return 'Missing days were counted';
  const which = corrected.length > 3 ? days(corrected.length) : enumerate(corrected.map(dayText));
  return `${which} ${corrected.length === 1 ? 'was' : 'were'} recounted`;
}
