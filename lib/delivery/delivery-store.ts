import type { RecordCopies } from '../chats/change-chat.ts';
import type { ChatKey } from '../chats/chat-key.ts';
import type { Due, DueNotes } from '../chats/due.ts';
import type { ChatTallies } from '../chats/refusals.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** The records of a chat's messages, by key; or why one of them cannot be read. */
export type FoundRecords =
  | { readonly kind: 'sound'; readonly records: ReadonlyMap<string, DeliveryRecord> }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Keeps what became of messages, and when to look at chats again. */
export type DeliveryStore = DueNotes &
  RecordCopies &
  ChatTallies & {
    /** The records of some chats under some keys, in the order of the chats. */
    loadRecords(
      wanted: readonly { readonly chat: ChatKey; readonly keys: readonly string[] }[],
    ): Promise<readonly FoundRecords[]>;
    /**
     * Saves a record in place of that of its revision (0: it is new).
     *
     * @param expires Unix seconds after which it may be forgotten.
     * @returns the record with its new revision; undefined where it was saved by another sender meanwhile, and nothing
     *   was written.
     */
    saveRecord(chat: ChatKey, record: DeliveryRecord, expires: number): Promise<DeliveryRecord | undefined>;
    /** What is due up to a time, the oldest first. */
    loadDue(until: number): Promise<readonly Due[]>;
    removeDue(due: readonly Due[]): Promise<void>;
  };
