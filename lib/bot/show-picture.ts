import { SERVICE_NAMES, type Vendor } from '../chats/chat-key.ts';
import type { Picture } from '../messages/picture.ts';
import { type Once, onlyOnce } from './only-once.ts';
import type { DrawPicture, PictureWork, PlacePicture } from './picture-work.ts';
import { LEASE_SECONDS } from './receipt-store.ts';

export type ShowPictureDeps = Once & {
  readonly draw: DrawPicture;
  readonly show: Readonly<Record<Vendor, PlacePicture>>;
  /** Called with what went wrong and is not tried again. */
  readonly report: (problem: string) => void;
};

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
