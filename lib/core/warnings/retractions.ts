import { isRise, type Transition } from './episode.ts';

/** Firings and rises that a recount of days shows never happened. One that only moved to another day stays. */
export function retractedBy(
  before: readonly Transition[],
  recomputed: readonly Transition[],
): readonly Transition[] {
  const idsBefore = new Set(before.map(({ id }) => id));
  const idsRecomputed = new Set(recomputed.map(({ id }) => id));
  const appeared = recomputed.filter((transition) => isRise(transition) && !idsBefore.has(transition.id));
  const moved = new Set(appeared.map(nameOf));
  return before.filter(
    (transition) => isRise(transition) && !idsRecomputed.has(transition.id) && !moved.has(nameOf(transition)),
  );
}

function nameOf({ ladder, subject }: Transition): string {
  return `${ladder} ${subject}`;
}
