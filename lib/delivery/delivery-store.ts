import type { RecordCopies } from '../chats/change-chat.ts';
import type { ChatKey } from '../chats/chat-key.ts';
import type { Due, DueNotes } from '../chats/due.ts';
import type { ChatTallies } from '../chats/refusals.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** What is recorded of a chat's messages, by key; or why one of the records cannot be read. */
export type FoundRecords =
  | { readonly kind: 'sound'; readonly records: ReadonlyMap<string, DeliveryRecord> }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Keeps what became of messages, and when chats are to be looked at again. */
export type DeliveryStore = DueNotes &
  RecordCopies &
  ChatTallies & {
    /** The records that are there under some keys of some chats: for each chat in the order given. */
    loadRecords(
      wanted: readonly { readonly chat: ChatKey; readonly keys: readonly string[] }[],
    ): Promise<readonly FoundRecords[]>;
    /**
     * Saves a record in place of that of its revision (0: it is new).
     *
     * @param expires Unix seconds after which it may be forgotten.
     * @returns the record with its new revision; undefined where somebody else saved it meanwhile and nothing
     * was written.
     */
    saveRecord(chat: ChatKey, record: DeliveryRecord, expires: number): Promise<DeliveryRecord | undefined>;
    /** What is due up to a time, the oldest first. */
    loadDue(until: number): Promise<readonly Due[]>;
    removeDue(due: readonly Due[]): Promise<void>;
  };
