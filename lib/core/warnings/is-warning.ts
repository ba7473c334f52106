import type { Transition } from './episode.ts';

/** Whether a transition is told at once; notices, and what no machine moved for, wait for the digest. */
export function isWarning({ severity, kind }: Transition): boolean {
  return severity !== 'notice' && kind !== 'basis-changed';
}
