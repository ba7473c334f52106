import type { PictureQueue, PictureWork } from './picture-work.ts';
import { type ShowPictureDeps, showPicture } from './show-picture.ts';

export type PictureWorker = PictureQueue & {
  /** Resolves when nothing waits any more. */
  readonly done: () => Promise<void>;
};

/** Pauses in seconds before a picture is tried again that a service did not take. */
const PAUSES = [1, 3, 10];

/**
 * Draws and shows pictures within this process, one after another, since drawing takes all of a processor.
 * What waits is lost with the process.
 */
export function createPictureWorker(deps: ShowPictureDeps): PictureWorker {
  let last = Promise.resolve();
  return {
    async enqueue(work) {
      const show = () => showWithPauses(deps, work);
      last = last.then(show).catch(({ message }: Error) => deps.report(`picture ${work.id}: ${message}`));
    },
    done: () => last,
  };
}

/**
 * Shows a picture, with pauses before it is tried again: a service may not have what it is to join yet. What no
 * repeat mends is reported.
 *
 * @throws what went wrong where a later repeat may succeed.
 */
export async function showWithPauses(deps: ShowPictureDeps, work: PictureWork): Promise<void> {
  for (const pause of [...PAUSES, null]) {
    try {
      return await showPicture(deps, work);
    } catch (error) {
      const { message, retryable } = error as Error & { readonly retryable?: boolean };
      if (retryable !== true) return deps.report(`picture ${work.id}: ${message}`);
      if (pause === null) throw error;
      await deps.clock.sleep(pause);
    }
  }
}
