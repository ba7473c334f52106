import { describe } from 'vitest';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { storeContract } from '../contract/store.ts';
import { serveOverHttp } from '../support/dynamo-http.ts';
import { temporaryFolder } from '../support/run-cli.ts';

describe('the store on the embedded DynamoDB, on disk', () => {
  storeContract(async () => {
    const folder = temporaryFolder();
    const embedded = await startEmbedded(folder.path);
    const { close, ...overHttp } = await serveOverHttp(embedded.answer);
    return {
      config: embedded.config,
      overHttp,
      close: async () => {
        await close();
        await embedded.close();
        folder[Symbol.dispose]();
      },
    };
  });
});
