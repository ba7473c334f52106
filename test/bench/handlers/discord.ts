/** What the Discord Lambda builds at its start, for measuring; addresses come from the environment. */
import { createCommandCore } from '../../../lib/bot/answer-command.ts';
import { discordEndpoint } from '../../../lib/services/discord/endpoint.ts';
import { connectStore } from '../../../lib/store/store.ts';
import { answerOnce, clock, setting, storeConfig } from './process.ts';

const store = connectStore(setting('TABLE'), storeConfig());
const core = createCommandCore({ ...store, knowledge: 'then' });
const deps = { core, pictures: null, receipts: store.receipts, clock, report: console.error };

await answerOnce(discordEndpoint(deps, setting('SECRET')));
await store.close();
