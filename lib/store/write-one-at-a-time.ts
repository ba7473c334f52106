/** A write of one key; without a value it is deleted. */
export type KeyWrite = { readonly key: string; readonly value?: unknown };

type Waiting = { readonly write: KeyWrite; readonly done: (error: unknown) => void };

/**
 * Hands writes to LevelDB one batch after another; what comes while one is on its way makes up the next. After a
 * write that failed nothing is written any more: LevelDB may have left half of it in its log, and would lose with
 * it, at the next opening, all that it was given afterwards and said to have.
 *
 * @param writeBatch takes all of a batch or nothing.
 */
export function oneAtATime(
  writeBatch: (writes: readonly KeyWrite[]) => Promise<void>,
): (write: KeyWrite, done: (error: unknown) => void) => void {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let fault: unknown;

  async function writeWaiting(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      if (fault === undefined)
        await writeBatch(batch.map(({ write }) => write)).catch((error: unknown) => {
          fault = error;
        });
      for (const { done } of batch) done(fault ?? null);
    }
    isWriting = false;
  }

  return (write, done) => {
    waiting.push({ write, done });
    if (!isWriting) void writeWaiting();
  };
}
