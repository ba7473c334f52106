import { SERVICE_NAMES, type Vendor } from '../chats/chat-key.ts';
import type { Picture } from '../messages/picture.ts';
import { type Once, onlyOnce } from './only-once.ts';
import type { DrawPicture, PictureWork, PlacePicture } from './picture-work.ts';
import { LEASE_SECONDS } from './receipt-store.ts';

export type ShowPictureDeps = Once & {
  readonly draw: DrawPicture;
  readonly show: Readonly<Record<Vendor, PlacePicture>>;
  /** Called with errors that are not retried. */
  readonly report: (problem: string) => void;
};

const PAUSES = [1, 3, 10];

/**
 * Draws and shows pictures in this process: drawn one at a time, since drawing uses a full CPU, but shown concurrently,
 * since a chat may be rate limited. Pending pictures are lost with the process.
 */
export function createPictureWorker(deps: ShowPictureDeps) {
  let last: Promise<unknown> = Promise.resolve();
  const draw: ShowPictureDeps['draw'] = (picture) => {
    const drawn = last.then(() => deps.draw(picture));
    last = drawn.catch(() => {});
    return drawn;
  };
  const pending = new Set<Promise<void>>();
  return {
    async enqueue(work: PictureWork) {
      const shown = showWithPauses({ ...deps, draw }, work)
        .catch(({ message }: Error) => deps.report(`picture ${work.id}: ${message}`))
        .finally(() => pending.delete(shown));
      pending.add(shown);
    },
    /** Resolves when nothing is pending. */
    async done() {
      await Promise.all(pending);
    },
  };
}

/**
 * Shows a picture, retrying with pauses: the service may not have the reply yet. Terminal errors are reported.
 *
 * @param deadline Unix seconds after which no attempt starts; each may take as long as a lease.
 * @throws retryable errors once attempts or time have run out.
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
 * Draws a picture and adds it to the reply that awaits it, once. If it cannot be drawn, the reply keeps only its text,
 * which says the same.
 *
 * @param deadline Unix seconds until which to wait for another process working on it.
 * @throws errors for which a retry may succeed.
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

/** Draws a picture; null if that fails, which is not retried: drawing is mostly computation and would fail again. */
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
