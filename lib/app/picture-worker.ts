import type { PictureQueue, PictureWork } from '../chat/picture-work.ts';
import { type ShowPictureDeps, showPicture } from './show-picture.ts';

export type PictureWorker = PictureQueue & {
  /** Resolves when nothing waits any more. */
  readonly done: () => Promise<void>;
};

/** Pauses in seconds before a picture is tried again that a service did not take; then it is reported. */
const PAUSES = [1, 3, 10];

/**
 * Draws and shows pictures within this process, one after another, since drawing takes all of a processor.
 * What waits is lost with the process.
 */
export function createPictureWorker(deps: ShowPictureDeps): PictureWorker {
  let last = Promise.resolve();
  return {
    async enqueue(work) {
      last = last.then(() => showAtLast(deps, work));
    },
    done: () => last,
  };
}

async function showAtLast(deps: ShowPictureDeps, work: PictureWork): Promise<void> {
  for (const pause of [...PAUSES, null]) {
    try {
      return await showPicture(deps, work);
    } catch (error) {
      const { message, retryable } = error as Error & { readonly retryable?: boolean };
      if (pause === null || retryable !== true) return deps.report(`picture ${work.id}: ${message}`);
      await deps.clock.sleep(pause);
    }
  }
}
