import type { REST } from '@discordjs/rest';
import type { DiscordPlace, DrawnPicture } from '../../bot/picture-work.ts';
import { call } from './call.ts';

const FILE = 'hashtilt.png';

/**
 * Puts text and picture where an interaction's answer was deferred; the text alone, where drawing failed.
 *
 * @throws DiscordCallError
 */
export async function addDiscordPicture(
  rest: REST,
  { application, token, embeds, components }: DiscordPlace,
  picture: DrawnPicture | null,
): Promise<void> {
  const [first, ...others] = embeds;
  const shown =
    picture === null
      ? { embeds, attachments: [] }
      : {
          embeds: [{ ...first, image: { url: `attachment://${FILE}` } }, ...others],
          attachments: [{ id: '0', filename: FILE, description: picture.description }],
        };
  await call('deferred answer', () =>
    rest.patch(`/webhooks/${application}/${token}/messages/@original`, {
      auth: false,
      body: { ...shown, components, allowed_mentions: { parse: [] } },
      ...(picture !== null && {
        files: [{ name: FILE, data: Buffer.from(picture.png), contentType: 'image/png' }],
      }),
    }),
  );
}
