/** Held by the process working on something; needed to mark it as done. */
export type Ticket = { readonly id: string; readonly revision: number };

/**
 * - `taken`: the caller holds the lease.
 * - `busy`: another process holds a lease that has not expired.
 * - `done`: it was completed before.
 */
export type Receipt =
  | { readonly kind: 'taken'; readonly ticket: Ticket }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done' };

/**
 * Remembers updates of the services, so that a repeated one takes effect once. One that is not finished when its lease
 * expires may be taken again. Receipts are kept for two days, since Telegram repeats an update for one.
 */
export type ReceiptStore = {
  /**
   * @param at Unix seconds.
   * @param leaseSeconds must be longer than any attempt.
   */
  takeReceipt(id: string, at: number, leaseSeconds?: number): Promise<Receipt>;
  /** @throws StaleWriteError if the lease had expired and another process took it. */
  finishReceipt(ticket: Ticket, at: number): Promise<void>;
  /** Ends the lease after a failed attempt. */
  returnReceipt(ticket: Ticket, at: number): Promise<void>;
};

/** Longer than any attempt: three calls of a service at `CALL_SECONDS` each, plus the store. */
export const LEASE_SECONDS = 30;

/**
 * How long an update waits for another attempt at it. A deployed webhook has 29 seconds in total, including its own
 * attempt; if waiting fails, the service repeats the update.
 */
export const PATIENCE_SECONDS = 20;

/** Timeout of one service call while answering, in seconds. */
export const CALL_SECONDS = 8;

export const RECEIPT_DAYS = 2;
