/** A call to the store failed. `retryable`: the same call may succeed later. */
export class StoreError extends Error {
  readonly retryable: boolean;

  constructor(what: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(what, { cause: options.cause });
    this.name = 'StoreError';
    this.retryable = options.retryable;
  }
}

/** Another run changed the item first: nothing was written, and the next run starts from its state. */
export class StaleWriteError extends StoreError {
  constructor(what: string) {
    super(`${what} was changed by another run meanwhile; run again`, { retryable: true });
    this.name = 'StaleWriteError';
  }
}

/** Returns whether a write succeeded; false if another run changed the item first. */
export async function unlessStale(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof StaleWriteError) return false;
    throw error;
  }
}
