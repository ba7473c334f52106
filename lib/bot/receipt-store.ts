/** Proof that whoever holds it works on something; needed to say that it is done. */
export type Ticket = { readonly id: string; readonly revision: number };

/**
 * - `taken`: it is the caller's to do, until its lease ends.
 * - `busy`: somebody else took it, and its lease has not ended.
 * - `done`: it has taken effect before.
 */
export type Receipt =
  | { readonly kind: 'taken'; readonly ticket: Ticket }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done' };

/**
 * Remembers what the services handed over, so that what comes twice takes effect once. What was taken and
 * not finished when its lease ends may be taken again. Forgotten after two days: Telegram repeats an update
 * for one.
 */
export type ReceiptStore = {
  /**
   * @param at Unix seconds.
   * @param leaseSeconds longer than any attempt.
   */
  takeReceipt(id: string, at: number, leaseSeconds?: number): Promise<Receipt>;
  /** @throws StaleWriteError when the lease had ended and somebody else took it. */
  finishReceipt(ticket: Ticket, at: number): Promise<void>;
  /** Ends the lease at once, after an attempt that failed. */
  returnReceipt(ticket: Ticket, at: number): Promise<void>;
};

/** Longer than any attempt: three calls of a service at `CALL_SECONDS` each, and our own storage. */
export const LEASE_SECONDS = 30;

/**
 * How long an update waits for another attempt at it. A deployed webhook has 29 seconds in all, of which its own
 * attempt needs some; whoever waited in vain is asked again by the service.
 */
export const PATIENCE_SECONDS = 20;

/** How long one call of a service may take while it is answered. */
export const CALL_SECONDS = 8;

export const RECEIPT_DAYS = 2;
