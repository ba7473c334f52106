import { SERVICE_NAMES, type Vendor } from '../chats/chat-key.ts';
import type { Picture } from '../messages/picture.ts';
import { type Once, onlyOnce } from './only-once.ts';
import type { DrawPicture, PictureQueue, PictureWork, PlacePicture } from './picture-work.ts';
import { LEASE_SECONDS } from './receipt-store.ts';

export type ShowPictureDeps = Once & {
  readonly draw: DrawPicture;
  readonly show: Readonly<Record<Vendor, PlacePicture>>;
  /** Called with what went wrong and is not tried again. */
  readonly report: (problem: string) => void;
};

export type PictureWorker = PictureQueue & {
  /** Resolves when nothing waits any more. */
  readonly done: () => Promise<void>;
};

/** Pauses in seconds before a picture is tried again that a service did not take. */
const PAUSES = [1, 3, 10];

/**
 * Draws and shows pictures within this process: drawn one after another, since that takes all of a processor, and
 * shown side by side, since a chat may have to wait. What waits is lost with the process.
 */
export function createPictureWorker(deps: ShowPictureDeps): PictureWorker {
  let last: Promise<unknown> = Promise.resolve();
  const draw: ShowPictureDeps['draw'] = (picture) => {
    const drawn = last.then(() => deps.draw(picture));
    last = drawn.catch(() => {});
    return drawn;
  };
  const atHand = new Set<Promise<void>>();
  return {
    async enqueue(work) {
      const shown = showWithPauses({ ...deps, draw }, work)
        .catch(({ message }: Error) => deps.report(`picture ${work.id}: ${message}`))
        .finally(() => atHand.delete(shown));
      atHand.add(shown);
    },
    async done() {
      await Promise.all(atHand);
    },
  };
}

/**
 * Shows a picture, with pauses before it is tried again: a service may not have what it is to join yet. What no
 * retry can fix is reported.
 *
 * @param deadline no attempt begins after it, in Unix seconds: each may take as long as a lease.
 * @throws what went wrong where a later repeat may succeed.
 */
export async function showWithPauses(
  deps: ShowPictureDeps,
  work: PictureWork,
  deadline = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const pause of [...PAUSES, null]) {
    try {
      return await showPicture(deps, work, deadline);
    } catch (error) {
      const { message, retryable } = error as Error & { readonly retryable?: boolean };
      if (retryable !== true) return deps.report(`picture ${work.id}: ${message}`);
      if (pause === null || deps.clock.now() + pause > deadline) throw error;
      await deps.clock.sleep(pause);
    }
  }
}

/**
 * Draws the picture that a reply waits for and shows it there, once. A picture that cannot be drawn leaves the
 * reply with its text, which says all the picture would.
 *
 * @param deadline whoever else is at it is not waited for any longer, in Unix seconds.
 * @throws what went wrong where a repeat may succeed.
 */
export async function showPicture(
  deps: ShowPictureDeps,
  work: PictureWork,
  deadline = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { id, place } = work;
  const patience = Math.min(LEASE_SECONDS + 1, deadline - deps.clock.now());
  await onlyOnce(deps, `picture ${id}`, patience, async () => {
    if (place.until !== undefined && deps.clock.now() > place.until) {
      deps.report(`picture ${id}: too late, ${SERVICE_NAMES[place.vendor]} no longer takes it`);
      return;
    }
    await deps.show[place.vendor](place, await drawn(deps, work));
  });
}

/** Drawing needs nothing but the store and time to compute: what fails once mostly fails again. */
async function drawn(
  { draw, report }: ShowPictureDeps,
  { id, picture }: PictureWork,
): Promise<Picture | null> {
  try {
    return await draw(picture);
  } catch (error) {
    report(`picture ${id}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
