import { describe } from 'vitest';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { storeContract } from '../contract/store.ts';
import { temporaryFolder } from '../support/run-cli.ts';

describe('the store on the embedded DynamoDB, on disk', () => {
  storeContract(async () => {
    const folder = temporaryFolder();
    const embedded = await startEmbedded(folder.path);
    return {
      config: embedded.config,
      overHttp: embedded.overHttp,
      close: async () => {
        await embedded.close();
        folder[Symbol.dispose]();
      },
    };
  });
});
