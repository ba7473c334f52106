import { ConditionalCheckFailedException, type DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { StaleWriteError, StoreError } from './store-error.ts';

/** Makes a write that DynamoDB refuses where its condition does not hold. @throws StaleWriteError then. */
export async function conditional(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new StaleWriteError(name, error);
    throw storeError(error);
  }
}

/** Makes a call whose every fault ends as a StoreError. */
export async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeError(error);
  }
}

/** What went wrong in one line. A fault without `$fault` that has a code is the network's and may pass. */
export function storeError(error: unknown): StoreError {
  const fault = error as Partial<DynamoDBServiceException & NodeJS.ErrnoException>;
  const isNetwork = fault.$fault === undefined && fault.code !== undefined;
  const retryable = fault.$retryable !== undefined || fault.$fault === 'server' || isNetwork;
  const parts = [fault.$fault && fault.name, fault.message || fault.code];
  return new StoreError(`DynamoDB: ${parts.filter(Boolean).join(': ')}`, { retryable, cause: error });
}
