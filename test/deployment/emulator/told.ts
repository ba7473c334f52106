import type { World } from './world.ts';

const PICTURE = '[picture]';

/** What every chat has been told, in order: texts, pictures, and what each follows on. */
export type CurrentFigures = Readonly<Record<string, readonly string[]>>;

/** Whatever reached the chats of both services, whether or not its answer reached us. */
export function toldBy({ telegram, discord }: Pick<World, 'telegram' | 'discord'>): CurrentFigures {
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
  const told: Record<string, string[]> = {};
  for (const { to, id, text, follows } of all) {
    texts.set(id, text);
    const before = follows === undefined ? '' : `> ${titleOf(texts.get(follows) ?? 'a message of theirs')}: `;
    told[to] = [...(told[to] ?? []), `${before}${text}`];
  }
  return Object.fromEntries(Object.entries(told).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What comes in one telling of every chat after another. */
export function since(before: CurrentFigures, after: CurrentFigures): CurrentFigures {
  return Object.fromEntries(
    Object.entries(after).map(([chat, texts]) => [chat, texts.slice(before[chat]?.length ?? 0)]),
  );
}

/** Every text once, where it came first. */
export function withoutRepeats(told: CurrentFigures): CurrentFigures {
  return Object.fromEntries(Object.entries(told).map(([chat, texts]) => [chat, [...new Set(texts)]]));
}

/** How many texts came once more, by chat, leaving out those that got each once; pictures do not count. */
export function repeatsIn(told: CurrentFigures): Readonly<Record<string, number>> {
  const texts = Object.entries(told).map(([chat, all]) => [
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

/** The first lines of everything, with what follows on something else and what has a picture marked as such. */
export function titlesOf(told: CurrentFigures): CurrentFigures {
  return Object.fromEntries(
    Object.entries(told).map(([chat, texts]) => [
      chat,
      texts.map((text) => `${titleOf(text)}${text.endsWith(PICTURE) ? ` ${PICTURE}` : ''}`.trim()),
    ]),
  );
}

/** The first line of a text, or what it follows on. */
function titleOf(text: string): string {
  return text.replace(PICTURE, '').split('\n')[0]!.replaceAll('\\', '');
}

/** How many messages of each chat are recorded as possible duplicates. */
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
