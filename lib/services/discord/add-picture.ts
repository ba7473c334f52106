import type { REST } from '@discordjs/rest';
import type { PictureWork, PlacePicture } from '../../bot/picture-work.ts';
import type { Picture } from '../../messages/picture.ts';
import { parseInput } from '../../schema.ts';
import type { ServiceAccess } from '../access.ts';
import { call, connectDiscord, type DiscordCallError } from './client.ts';
import { messageRequest } from './message.ts';
import { discordPlaceSchema } from './place.ts';

/**
 * Completes a deferred answer with text and picture; with the text alone if there is no picture or Discord refuses it.
 *
 * @throws InputError if the place is not one on Discord; DiscordCallError, even if the text was then shown alone.
 */
export async function addDiscordPicture(
  rest: REST,
  place: PictureWork['place'],
  picture: Picture | null,
): Promise<void> {
  const { application, token, embeds, components } = parseInput(
    discordPlaceSchema,
    place,
    'place of a picture on Discord',
  );
  const show = (shown: Picture | null) =>
    call('deferred answer', () =>
      rest.patch(`/webhooks/${application}/${token}/messages/@original`, {
        auth: false,
        // An older picture must not remain under a newer text.
        ...messageRequest({ embeds }, shown, { components, ...(shown === null && { attachments: [] }) }),
      }),
    );
  try {
    await show(picture);
  } catch (error) {
    if (picture !== null && !(error as DiscordCallError).retryable) await show(null);
    throw error;
  }
}

/** Creates the function that adds pictures to deferred answers; each interaction brings its own token. */
export function discordPictures({ api }: Pick<ServiceAccess, 'api'>): PlacePicture {
  const rest = connectDiscord(null, { api });
  return (place, picture) => addDiscordPicture(rest, place, picture);
}
