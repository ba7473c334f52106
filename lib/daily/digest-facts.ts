import { createNowcaster } from '../core/geography/nowcast.ts';
import { placeRows } from '../core/geography/place-report.ts';
import { addDays, dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { disputesOn } from '../core/lenses/disputes.ts';
import type { Lens, SubjectKey } from '../core/lenses/lens.ts';
import { type ShareTable, tableOf } from '../core/shares/share-table.ts';
import { cachedThroughLens, closedDaysOf, countWindow, WEEK } from '../core/shares/window.ts';
import { type LongestRuns, longestRuns } from '../core/signals/runs.ts';
import { SHARE_DAYS } from '../core/signals/watched.ts';
import { isRise, type OpenEpisode } from '../core/warnings/episode.ts';
import { reachedOf } from '../core/warnings/reached.ts';
import { type DigestFacts, NAMED_OWNERS, NAMED_SEATS } from '../messages/digest.ts';
import { counted, days, dayText, enumerate } from '../messages/format.ts';
import { headline } from '../messages/headline.ts';
import { provenanceOf } from '../messages/provenance.ts';
import { longestRunText } from '../messages/runs.ts';
import { signalLine } from '../messages/signal.ts';
import type { ReportInput } from './report-input.ts';
import { type InputsNote, NOTED_IDS } from './warning-store.ts';

/** Gathers what the digest of a closed day says. */
export function digestFacts(input: ReportInput, day: UtcDay, liveNote: string | null): DigestFacts {
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
export function changesOf({ transitions }: ReportInput, days: readonly UtcDay[]): readonly string[] {
  return transitions
    .filter((transition) => days.includes(transition.day))
    .map((transition) => {
      const text = headline(transition.kind, transition);
      return days.length === 1 ? text : `${dayText(transition.day)}: ${text}`;
    });
}

/** Signals found in the blocks of some days, or whose verdict fell on them, one line each. */
export function signalsOf({ signals }: ReportInput, days: readonly UtcDay[]): readonly string[] {
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
