import type { ObservedAnchor } from '../core/geography/anchor.ts';
import { createNowcaster, type Nowcaster } from '../core/geography/nowcast.ts';
import type { PlaceKey } from '../core/geography/place-figure.ts';
import { anchorNote } from '../core/geography/place-report.ts';
import { addDays, type UtcDay } from '../core/ledger/utc-day.ts';
import { disputesOn } from '../core/lenses/disputes.ts';
import type { Lens } from '../core/lenses/lens.ts';
import { blocksBehind } from '../core/rules/measure.ts';
import { isCounted } from '../core/rules/rule-lens.ts';
import { cachedThroughLens, countWindow, type LensLedger, type WindowCount } from '../core/shares/window.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { isWarning } from '../core/warnings/is-warning.ts';
import { reachedOf } from '../core/warnings/reached.ts';
import type { Message } from '../messages/message.ts';
import { provenanceOf } from '../messages/provenance.ts';
import { type WarningItem, warningMessage } from '../messages/warning.ts';
import type { ReportInput } from './report-input.ts';

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
