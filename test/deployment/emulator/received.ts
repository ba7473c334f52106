import type { World } from './world.ts';

const PICTURE = '[picture]';

/** The messages that every chat has received, in order: texts, pictures, and the message each replies to. */
export type Received = Readonly<Record<string, readonly string[]>>;

/** The messages that reached the chats of both services, even if their answers did not reach us. */
export function receivedBy({ telegram, discord }: Pick<World, 'telegram' | 'discord'>): Received {
  const texts = new Map<string, string>();
  const all = [
    ...telegram.sent.map(({ chat, messageId, text, photo, payload }) => {
      const { reply_parameters: reply } = payload as { reply_parameters?: { message_id: number } };
      return {
        to: `telegram ${chat}`,
        id: `telegram ${chat} ${messageId}`,
        text: photo === undefined ? text : `${text}${PICTURE}`,
        follows: reply && `telegram ${chat} ${reply.message_id}`,
      };
    }),
    ...discord.sent.map(({ channel, id, payload, files }) => {
      const { message_reference: reply } = payload as { message_reference?: { message_id: string } };
      const shown = (payload.embeds ?? []).map(({ title, description }) => `${title}\n${description}`);
      return {
        to: `discord ${channel}`,
        id: `discord ${channel} ${id}`,
        text: `${shown.join('\n')}${files.map(() => PICTURE).join('')}`,
        follows: reply && `discord ${channel} ${reply.message_id}`,
      };
    }),
  ];
  const received: Record<string, string[]> = {};
  for (const { to, id, text, follows } of all) {
    texts.set(id, text);
    const before = follows === undefined ? '' : `> ${titleOf(texts.get(follows) ?? 'a message of theirs')}: `;
    received[to] = [...(received[to] ?? []), `${before}${text}`];
  }
  return Object.fromEntries(Object.entries(received).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The messages received between two moments. */
export function since(before: Received, after: Received): Received {
  return Object.fromEntries(
    Object.entries(after).map(([chat, texts]) => [chat, texts.slice(before[chat]?.length ?? 0)]),
  );
}

/** Every text once, at its first occurrence. */
export function withoutRepeats(received: Received): Received {
  return Object.fromEntries(Object.entries(received).map(([chat, texts]) => [chat, [...new Set(texts)]]));
}

/** The number of repeated texts by chat, without chats that have none; pictures do not count. */
export function repeatsIn(received: Received): Readonly<Record<string, number>> {
  const texts = Object.entries(received).map(([chat, all]) => [
    chat,
    all.filter((text) => !text.startsWith('> ')),
  ]);
  return Object.fromEntries(
    texts.flatMap(([chat, own]) => {
      const repeats = own!.length - new Set(own).size;
      return repeats === 0 ? [] : [[chat, repeats]];
    }),
  );
}

/** The first line of every message, with replies and pictures marked. */
export function titlesOf(received: Received): Received {
  return Object.fromEntries(
    Object.entries(received).map(([chat, texts]) => [
      chat,
      texts.map((text) => `${titleOf(text)}${text.endsWith(PICTURE) ? ` ${PICTURE}` : ''}`.trim()),
    ]),
  );
}

/** The first line of a text, or of the message it replies to. */
function titleOf(text: string): string {
  return text.replace(PICTURE, '').split('\n')[0]!.replaceAll('\\', '');
}

/** The number of messages recorded as possible duplicates, by chat. */
export async function possibleDuplicates({
  deployment,
}: Pick<World, 'deployment'>): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { pk, possibleDuplicates: doubled } of (await deployment.items()).values()) {
    const [, service, address] = /^CHAT#(\w+)#(.+)$/.exec(String(pk)) ?? [];
    if (service === undefined || Number(doubled ?? 0) === 0) continue;
    counts[`${service} ${address}`] = (counts[`${service} ${address}`] ?? 0) + Number(doubled);
  }
  return counts;
}
