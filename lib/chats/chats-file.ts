import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type Fault, faultsOf, InputError, refuseFaults } from '../errors.ts';
import { parseJsonInput } from '../schema.ts';
import { changeChat } from './change-chat.ts';
import { type Chat, chatSchema, isAsJoined, olderChatSchemas } from './chat.ts';
import { SHARDS, vendorSchema } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/**
 * A file of chats with their settings, silences and watches: all of a store that cannot be derived again. One line of
 * JSON each, between a first line that says what it is and a last one that counts them, so that a truncated file is not
 * accepted. It holds no token, but says who is told what.
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

const PAGE = 100;

/**
 * The lines of a file of all chats.
 * @param at ISO 8601. @param setAside called with each stored chat that cannot be read.
 */
export async function* chatsFileLines(
  store: Pick<ChatStore, 'loadShard'>,
  at: string,
  setAside: (chat: { readonly vendor: string; readonly address: string; readonly reason: string }) => void,
): AsyncGenerator<string> {
  yield JSON.stringify({ schema: SCHEMA, at } satisfies z.output<typeof firstSchema>);
  let count = 0;
  for (const vendor of vendorSchema.options)
    for (let shard = 0; shard < SHARDS; shard++) {
      let after: string | null = null;
      do {
        const page = await store.loadShard(vendor, shard, after, PAGE);
        for (const chat of page.chats) yield JSON.stringify(chat);
        for (const damaged of page.damaged) setAside({ vendor, ...damaged });
        count += page.chats.length;
        after = page.next;
      } while (after !== null);
    }
  yield JSON.stringify({ chats: count } satisfies z.output<typeof lastSchema>);
}

/** The chats of a file. @throws InputError with everything that is wrong with it. */
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

/** Chats of a file that were `added`, were `completed` since nobody had set anything in them, or were `known`. */
export type Merged = { readonly added: number; readonly completed: number; readonly known: number };

/**
 * Imports the chats of a file into a store. What people have chosen there stays: a stored chat takes settings and
 * watches from the file only where it is still as it joined. Harmless to repeat, also with older files.
 */
export async function mergeChats(
  store: Pick<ChatStore, 'loadChat' | 'saveChat'>,
  chats: readonly Chat[],
): Promise<Merged> {
  const merged = { added: 0, completed: 0, known: 0 };
  for (const chat of chats) {
    let outcome: keyof Merged = 'known';
    await changeChat(
      store,
      chat,
      (stored) => {
        const { settings, silence, watches } = chat;
        const completed = { ...stored, settings, silence, watches };
        const isChosen = !isAsJoined(stored) || isDeepStrictEqual(completed, stored);
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
