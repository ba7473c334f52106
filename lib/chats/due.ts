import type { Vendor } from './chat-key.ts';

/** A shard (null: every shard) of a service that is to be gone through at a time, in Unix seconds. */
export type Due = { readonly at: number; readonly vendor: Vendor; readonly shard: number | null };

/** Notes when chats are to be looked at again. */
export type DueNotes = {
  /** Notes shards to be gone through again. */
  saveDue(due: readonly Due[]): Promise<void>;
};
