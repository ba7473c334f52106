import { isUpper } from '../rules/rule.ts';
import { episodeOf, type Reached, type Transition } from './episode.ts';

/**
 * When the level of a transition was reached, which can be long after the episode began: a level passed on the way to a
 * worse one counts from then on. Falls back to the episode's first day if `transitions` (ascending) lack it.
 */
export function reachedOf(transition: Transition, transitions: readonly Transition[]): Reached {
  const episode = transitions.filter((one) => episodeOf(one) === episodeOf(transition));
  const itself = episode.findIndex(({ id }) => id === transition.id);
  const levels: { readonly height: number; readonly reached: Reached }[] = [];
  for (const { day, kind, isOpen, bound } of itself === -1 ? episode : episode.slice(0, itself + 1)) {
    if (!isOpen || day > transition.day) break;
    const height = isUpper(bound) ? bound.value : -bound.value;
    let reached: Reached = { on: day, by: kind === 'basis-changed' ? 'knowledge' : 'crossing' };
    while (levels.length > 0 && levels.at(-1)!.height >= height) reached = levels.pop()!.reached;
    levels.push({ height, reached });
  }
  return levels.at(-1)?.reached ?? { on: transition.since, by: 'crossing' };
}
