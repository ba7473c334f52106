import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type Fault, faultsOf, InputError, refuseFaults } from '../errors.ts';
import { parseJsonInput } from '../schema.ts';
import { changeChat } from './change-chat.ts';
import { type Chat, chatSchema, hasDefaults, olderChatSchemas } from './chat.ts';
import { type ChatStore, eachPage } from './chat-store.ts';

/**
 * A file of chats with their settings, silences and watches: the part of a store that cannot be recomputed. JSON lines:
 * a header, a line per chat, and a trailer with their count, so that a truncated file is refused. It has no tokens, but
 * it does reveal who is subscribed to what.
 */
const SCHEMA = 'hashtilt/chats-file@3';
const FORMS = {
  'hashtilt/chats-file@1': olderChatSchemas[0],
  'hashtilt/chats-file@2': olderChatSchemas[1],
  [SCHEMA]: chatSchema,
};
const schemas = z.enum(['hashtilt/chats-file@1', 'hashtilt/chats-file@2', SCHEMA]);
const firstSchema = z.object({ schema: schemas, at: z.iso.datetime() });
const lastSchema = z.object({ chats: z.int().check(z.nonnegative()) });

/**
 * Exports all chats as the lines of a chats file.
 * @param at ISO 8601 time of the export. @param onDamaged called with each stored chat that cannot be read.
 */
export async function* chatsFileLines(
  store: Pick<ChatStore, 'loadShard'>,
  at: string,
  onDamaged: (chat: { readonly vendor: string; readonly address: string; readonly reason: string }) => void,
): AsyncGenerator<string> {
  yield JSON.stringify({ schema: SCHEMA, at } satisfies z.output<typeof firstSchema>);
  let count = 0;
  for await (const { vendor, chats, damaged } of eachPage(store)) {
    for (const chat of chats) yield JSON.stringify(chat);
    for (const one of damaged) onDamaged({ vendor, ...one });
    count += chats.length;
  }
  yield JSON.stringify({ chats: count } satisfies z.output<typeof lastSchema>);
}

/** Parses a chats file of any form. @throws InputError listing every fault. */
export function parseChatsFile(text: string, file: string): readonly Chat[] {
  const lines = text.trimEnd().split('\n');
  const parseLine = <S extends z.ZodMiniType>(schema: S, index: number) =>
    parseJsonInput(schema, lines[index] ?? '', `${file}: line ${index + 1}`);
  const { schema } = parseLine(firstSchema, 0);
  const last = lines.length - 1;
  if (last === 0) throw new InputError([{ where: file, what: 'ends after its first line' }]);
  const { chats: count } = parseLine(lastSchema, last);
  const chats: Chat[] = [];
  const faults: Fault[] = [];
  for (let index = 1; index < last; index++)
    faults.push(...faultsOf(() => chats.push(parseLine<z.ZodMiniType<Chat>>(FORMS[schema], index))));
  if (count !== last - 1)
    faults.push({ where: file, what: `counts ${count} chats in its last line and has ${last - 1}` });
  refuseFaults(faults);
  return chats;
}

/**
 * Imports chats from a file into a store. A stored chat takes settings, silence and watches from the file only while it
 * has the defaults, so that nobody's choice is overwritten. Idempotent, also with older files.
 *
 * @returns how many were `added`, were `completed` because they had only default settings, or were `known` already.
 */
export async function mergeChats(store: Pick<ChatStore, 'loadChat' | 'saveChat'>, chats: readonly Chat[]) {
  const merged = { added: 0, completed: 0, known: 0 };
  for (const chat of chats) {
    let outcome: keyof typeof merged = 'known';
    await changeChat(
      store,
      chat,
      (stored) => {
        const { settings, silence, watches } = chat;
        const completed = { ...stored, settings, silence, watches };
        const isChosen = !hasDefaults(stored) || isDeepStrictEqual(completed, stored);
        outcome = stored.revision === 0 ? 'added' : isChosen ? 'known' : 'completed';
        if (outcome === 'added') return { ...stored };
        return outcome === 'completed' ? completed : stored;
      },
      () => ({ ...chat, revision: 0 }),
    );
    merged[outcome] += 1;
  }
  return merged;
}
