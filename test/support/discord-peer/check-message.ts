import type { APIEmbed } from 'discord-api-types/v10';
import type { UploadedFile } from '../peer/multipart.ts';
import { DiscordRefusal, invalidForm } from './refusal.ts';
import type { AnyMessage } from './requests.ts';

/** Rules that span several fields of one message. */
export function checkMessage(message: AnyMessage, files: readonly UploadedFile[]): void {
  const { embeds = [], components = [] } = message;
  const length = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (length > 6000) throw invalidForm('embeds: Embed size exceeds maximum size of 6000');
  for (const [index, embed] of embeds.entries()) {
    if (Object.keys(embed).length === 0) throw invalidForm(`embeds.${index}: empty embed`);
  }
  const ids = components.flatMap((row) =>
    row.components.flatMap((part) => ('custom_id' in part ? [part.custom_id] : [])),
  );
  if (new Set(ids).size < ids.length)
    throw invalidForm('components: Component custom id cannot be duplicated');
  for (const row of components) {
    for (const part of row.components) {
      if (part.type === 2 && part.label === undefined && part.emoji === undefined) {
        throw invalidForm('components: a button needs a label or an emoji');
      }
    }
  }
  checkPictures(message, files);
}

/** Discord silently drops a picture it cannot find; here that is a fault. */
function checkPictures({ embeds = [], attachments = [] }: AnyMessage, files: readonly UploadedFile[]): void {
  const names = new Set([
    ...files.map(({ name }) => name),
    ...attachments.flatMap(({ filename }) => (filename === undefined ? [] : [filename])),
  ]);
  for (const { image, thumbnail } of embeds) {
    for (const url of [image?.url, thumbnail?.url]) {
      const [, name] = /^attachment:\/\/(.+)$/.exec(url ?? '') ?? [];
      if (name !== undefined && !names.has(name)) throw invalidForm(`embeds: no file is called ${name}`);
    }
  }
}

/** Refuses a message that shows nothing. */
export function checkNotEmpty({ content, embeds = [], components = [] }: AnyMessage, files: number): void {
  if (!content && embeds.length === 0 && components.length === 0 && files === 0) {
    throw new DiscordRefusal(400, 50006, 'Cannot send an empty message');
  }
}

function embedLength({ title = '', description = '', footer, author, fields = [] }: APIEmbed): number {
  const texts = [
    title,
    description,
    footer?.text ?? '',
    author?.name ?? '',
    ...fields.flatMap(({ name, value }) => [name, value]),
  ];
  return texts.join('').length;
}
