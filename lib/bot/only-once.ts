import type { ReceiptStore } from './receipt-store.ts';

/** Time as the machine has it. */
export type Clock = {
  /** Unix seconds. */
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
};

export type Once = { readonly receipts: ReceiptStore; readonly clock: Clock };

const LOOK_AGAIN_SECONDS = 0.25;

/** Somebody else is still at it: neither done nor ours to do. Whoever asked may ask again. */
class BusyError extends Error {
  readonly retryable = true;
  override readonly name = 'BusyError';
}

/**
 * Does something that may be asked for more than once, by its id. Where somebody else is at it, waits until
 * that is done, or until its lease ends and it is ours.
 *
 * @param patience seconds to wait for somebody else.
 * @returns whether it was done now; false where it had been done before.
 * @throws BusyError when patience ends; and what `act` throws, after which a repeat may try at once.
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
        // Where this fails as well, the lease ends by itself.
        await receipts.returnReceipt(receipt.ticket, clock.now()).catch(() => {});
        throw error;
      }
      await receipts.finishReceipt(receipt.ticket, clock.now());
      return true;
    }
    if (clock.now() >= end) throw new BusyError(`${id} is being worked on`);
    await clock.sleep(LOOK_AGAIN_SECONDS);
  }
}
