import type { RecordCopies } from '../chats/change-chat.ts';
import type { ChatKey } from '../chats/chat-key.ts';
import type { Due, DueSchedule } from '../chats/due.ts';
import type { ChatTallies } from '../chats/refusals.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** The records of a chat's messages by key, or why one of them is unreadable. */
export type FoundRecords =
  | { readonly kind: 'sound'; readonly records: ReadonlyMap<string, DeliveryRecord> }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Stores delivery records, and when chats are due to be looked at. */
export type DeliveryStore = DueSchedule &
  RecordCopies &
  ChatTallies & {
    /** Loads the records of some chats under some keys, in the order of the chats. */
    loadRecords(
      wanted: readonly { readonly chat: ChatKey; readonly keys: readonly string[] }[],
    ): Promise<readonly FoundRecords[]>;
    /**
     * Saves a record if the stored revision equals its own (0: no record yet).
     *
     * @param expires Unix seconds after which it may be deleted.
     * @returns the record with its new revision; undefined if another sender saved it first, and nothing was written.
     */
    saveRecord(chat: ChatKey, record: DeliveryRecord, expires: number): Promise<DeliveryRecord | undefined>;
    /** Loads what is due up to a time in Unix seconds, oldest first. */
    loadDue(until: number): Promise<readonly Due[]>;
    removeDue(due: readonly Due[]): Promise<void>;
  };
