import type { ReceiptStore } from './receipt-store.ts';

export type Clock = {
  /** Unix seconds. */
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
};

export type Once = { readonly receipts: ReceiptStore; readonly clock: Clock };

const POLL_SECONDS = 0.25;

/** Another process still holds the lease. The caller may retry. */
class BusyError extends Error {
  readonly retryable = true;
  override readonly name = 'BusyError';
}

/**
 * Runs an action once per id, even if it is requested several times. If another process is running it, waits until that
 * finishes or its lease expires.
 *
 * @param patience seconds to wait for another process.
 * @returns whether the action ran now; false if it had run before.
 * @throws BusyError if patience runs out; whatever `act` throws, after which it may be retried at once.
 */
export async function onlyOnce(
  { receipts, clock }: Once,
  id: string,
  patience: number,
  act: () => Promise<void>,
): Promise<boolean> {
  const end = clock.now() + patience;
  for (;;) {
    const receipt = await receipts.takeReceipt(id, clock.now());
    if (receipt.kind === 'done') return false;
    if (receipt.kind === 'taken') {
      try {
        await act();
      } catch (error) {
        // If this fails too, the lease expires on its own.
        await receipts.returnReceipt(receipt.ticket, clock.now()).catch(() => {});
        throw error;
      }
      await receipts.finishReceipt(receipt.ticket, clock.now());
      return true;
    }
    if (clock.now() >= end) throw new BusyError(`${id} is being worked on`);
    await clock.sleep(POLL_SECONDS);
  }
}
