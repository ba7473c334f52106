/** A write of one key; without a value, a delete. */
export type KeyWrite = { readonly key: string; readonly value?: unknown };

type Waiting = { readonly write: KeyWrite; readonly done: (error: unknown) => void };

/**
 * Passes writes to LevelDB one atomic batch at a time; those that arrive meanwhile form the next. After a failed write
 * nothing more is written: LevelDB may have left half of it in its log and would lose, when next opened, everything it
 * acknowledged afterwards.
 */
export function serialWriter(
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
