/** A write of one key; without a value it is deleted. */
export type KeyWrite = { readonly key: string; readonly value?: unknown };

type Waiting = { readonly write: KeyWrite; readonly done: (error: unknown) => void };

/**
 * Passes writes to LevelDB one batch after another, each all or nothing; those that come meanwhile make up the next.
 * After a failed write nothing more is written: LevelDB may have left half of it in its log, and would lose, at the
 * next opening, everything that it acknowledged afterwards.
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
