import { ConditionalCheckFailedException, type DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { StoreError } from './store-error.ts';

/** Makes a conditional write; undefined if the condition failed and nothing was written. */
export async function unlessRefused<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw toStoreError(error);
  }
}

/** Makes a call and converts every fault to a StoreError. */
export async function withStoreErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toStoreError(error);
  }
}

/**
 * Converts a fault to a one-line StoreError. A fault with a code but no `$fault` comes from the network, so a retry may
 * help.
 */
function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const fault = error as Partial<DynamoDBServiceException & NodeJS.ErrnoException>;
  const isNetwork = fault.$fault === undefined && fault.code !== undefined;
  const retryable = fault.$retryable !== undefined || fault.$fault === 'server' || isNetwork;
  const parts = [fault.$fault && fault.name, fault.message || fault.code];
  return new StoreError(`DynamoDB: ${parts.filter(Boolean).join(': ')}`, { retryable, cause: error });
}
