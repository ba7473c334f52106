import { type Once, onlyOnce } from './only-once.ts';
import type { DiscordPlace, DrawnPicture, DrawPicture, PictureWork, TelegramPlace } from './picture-work.ts';
import { LEASE_SECONDS } from './receipt-store.ts';

export type ShowPictureDeps = Once & {
  readonly draw: DrawPicture;
  readonly showOnTelegram: (place: TelegramPlace, picture: DrawnPicture | null) => Promise<void>;
  readonly showOnDiscord: (place: DiscordPlace, picture: DrawnPicture | null) => Promise<void>;
  /** Told what went wrong and is not tried again. */
  readonly report: (problem: string) => void;
};

/**
 * Draws the picture that a reply waits for and shows it there, once. A picture that cannot be drawn leaves the
 * reply with its text, which says all the picture would.
 *
 * @throws what went wrong where a repeat may succeed.
 */
export async function showPicture(deps: ShowPictureDeps, work: PictureWork): Promise<void> {
  const { id, place } = work;
  const { clock, report } = deps;
  await onlyOnce(deps, `picture ${id}`, LEASE_SECONDS + 1, async () => {
    if (place.vendor === 'discord' && clock.now() > place.until) {
      report(`picture ${id}: too late, Discord takes it for 15 minutes only`);
      return;
    }
    const picture = await drawn(deps, work);
    if (place.vendor === 'telegram') await deps.showOnTelegram(place, picture);
    else await deps.showOnDiscord(place, picture);
  });
}

/** Drawing needs nothing but the store and time to compute: what fails once mostly fails again. */
async function drawn(
  { draw, report }: ShowPictureDeps,
  { id, picture }: PictureWork,
): Promise<DrawnPicture | null> {
  try {
    return await draw(picture);
  } catch (error) {
    report(`picture ${id}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
