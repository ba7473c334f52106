import type { Transition } from './episode.ts';

/** Whether a transition is sent at once; notices, and changes of basis, wait for the digest. */
export function isWarning({ severity, kind }: Transition): boolean {
  return severity !== 'notice' && kind !== 'basis-changed';
}
