import { ConditionalCheckFailedException, type DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { StoreError } from './store-error.ts';

/** Makes a conditional write; undefined where the condition does not hold and nothing was written. */
export async function unlessRefused<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw storeError(error);
  }
}

/** Makes a call and turns every fault into a StoreError. */
export async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeError(error);
  }
}

/**
 * What went wrong, in one line. A fault with a code but without `$fault` comes from the network, so a retry may help.
 */
function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const fault = error as Partial<DynamoDBServiceException & NodeJS.ErrnoException>;
  const isNetwork = fault.$fault === undefined && fault.code !== undefined;
  const retryable = fault.$retryable !== undefined || fault.$fault === 'server' || isNetwork;
  const parts = [fault.$fault && fault.name, fault.message || fault.code];
  return new StoreError(`DynamoDB: ${parts.filter(Boolean).join(': ')}`, { retryable, cause: error });
}
