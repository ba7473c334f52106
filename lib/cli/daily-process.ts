/** The daily job in a process of its own, beside a station: what it computes would hold up the bots for seconds. */

import { createAttributor } from '../core/pools/attribute.ts';
import { registry } from '../core/pools/registry.ts';
import { runDaily } from '../daily/run-daily.ts';
import { collectedText } from './collected-text.ts';
import { evaluationSettings } from './delivery.ts';
import { loadSettings } from './input.ts';
import { joinSharedStore, openSource } from './world.ts';

/** How the job ended, in words for the operator. */
export type DailyOutcome = { readonly kind: 'done' | 'failed'; readonly text: string };

async function run(): Promise<string> {
  const settings = loadSettings();
  const store = joinSharedStore(settings);
  try {
    const { collected, evaluation } = await runDaily({
      ...{ store, source: openSource(settings), attribute: createAttributor(registry.pools) },
      ...evaluationSettings(settings),
    });
    return `${collectedText(collected)}; days are closed through ${evaluation.progress.through}`;
  } finally {
    await store.close();
  }
}

// A station that has ended takes its store with it.
process.once('disconnect', () => process.exit(1));
const outcome: DailyOutcome = await run().then(
  (text) => ({ kind: 'done', text }),
  (error: Error) => ({ kind: 'failed', text: error.message }),
);
process.send?.(outcome, () => process.exit(0));
