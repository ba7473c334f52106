import { describe } from 'vitest';
import { storeContract } from '../contract/store.ts';
import { hasJava, startDynamoLocal } from '../support/dynamo-local.ts';

describe.skipIf(!hasJava())("the store on Amazon's DynamoDB Local", () => {
  storeContract(async () => {
    const { endpoint, close } = await startDynamoLocal();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return { config: { endpoint, region: 'local', credentials }, close };
  });
});
