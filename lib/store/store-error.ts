/** The store did not do what was asked. `retryable`: the same call may succeed later. */
export class StoreError extends Error {
  readonly retryable: boolean;

  constructor(what: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(what, { cause: options.cause });
    this.name = 'StoreError';
    this.retryable = options.retryable;
  }
}

/**
 * Another run has changed what this one was about to change: nothing was written, and the next run starts from there.
 */
export class StaleWriteError extends StoreError {
  constructor(what: string) {
    super(`${what} was changed by another run meanwhile; run again`, { retryable: true });
    this.name = 'StaleWriteError';
  }
}

/** Whether a write was made; false where another run has changed the item meanwhile. */
export async function unlessStale(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof StaleWriteError) return false;
    throw error;
  }
}
