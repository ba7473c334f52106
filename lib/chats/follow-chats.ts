import { changeChat, moveChat, type RecordCopies } from './change-chat.ts';
import { switchOn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';
import { type ChatTallies, recordRefusal } from './refusals.ts';

export type ChatEvents = ReturnType<typeof followChats>;

/**
 * Records what a service reports about chats, as opposed to what people ask in them. Every call is idempotent; reports
 * about chats that are not stored are ignored.
 */
export function followChats(store: {
  readonly chats: ChatStore;
  readonly deliveries: RecordCopies & ChatTallies;
}) {
  return {
    /** The bot was blocked or removed. @param reason continues "because". @param at Unix seconds. */
    async blocked(key: ChatKey, reason: string, at: number): Promise<void> {
      await changeChat(store.chats, key, (chat) =>
        chat.standing.kind === 'paused'
          ? chat
          : { ...chat, standing: { kind: 'paused', reason, since: Math.floor(at) } },
      );
    },
    /** The service refused a message to the chat. @param at Unix seconds. */
    async refused(key: ChatKey, reason: string, at: number): Promise<void> {
      await recordRefusal(store, key, reason, Math.floor(at));
    },
    /** The bot was added or unblocked. */
    async joined(key: ChatKey): Promise<void> {
      await changeChat(store.chats, key, switchOn);
    },
    async moved(from: ChatKey, { address }: ChatKey): Promise<void> {
      await moveChat(store, from, address);
    },
  };
}
