import { templateGroupName } from '../lenses/templates.ts';
import type { Transition } from './episode.ts';

/** Whether a transition is told at once; notices, and what no machine moved for, wait for the digest. */
export function isWarning(transition: Transition): boolean {
  return transition.severity !== 'notice' && transition.kind !== 'basis-changed' && isTold(transition);
}

/** Whether a transition is told at all: of a pool that shares its templates with nobody, its owner's says it. */
export function isTold({ lens, subject }: Transition): boolean {
  return lens !== 'template' || templateGroupName(subject) !== undefined;
}
