/** Runs a station's daily job in a separate process: its computations would block the bots for seconds. */

import { once } from 'node:events';
import type { Settings } from '../config/environment.ts';
import { markMinersReported } from '../daily/new-miners.ts';
import { type EvaluationSettings, runDaily } from '../daily/run-daily.ts';
import { openBlocks } from '../sources/open-blocks.ts';
import type { Store } from '../store/store.ts';
import { sourceWorld, timeFor } from '../world.ts';
import { caughtUpText, collectedText, newMinersText } from './collected-text.ts';
import { loadSettings } from './input.ts';
import { publishFolder, siteFolderOf } from './publish-site.ts';
import { joinSharedStore } from './world.ts';

/** How the job ended; `text` is for the operator. */
export type DailyOutcome =
  | { readonly kind: 'done'; readonly text: string; readonly hasMore: boolean }
  | { readonly kind: 'failed'; readonly text: string };

/** A run that fills missing days ends after this, so that its findings are sent; the station starts the next at once. */
const MAX_CATCH_UP_SECONDS = 100;

async function run(): Promise<Extract<DailyOutcome, { kind: 'done' }>> {
  const settings = loadSettings();
  // The station's first message; all later ones answer this process's requests to the shared store.
  const [evaluation] = (await once(process, 'message')) as [EvaluationSettings];
  const store = await joinSharedStore(settings);
  try {
    const {
      collected,
      caughtUp,
      evaluation: { progress },
      waiting,
      newMiners,
    } = await runDaily({
      hasTime: timeFor(MAX_CATCH_UP_SECONDS),
      ...{ store, ...openBlocks(settings, sourceWorld), ...evaluation },
    });
    const page = settings.siteListen === null ? [] : [await pageText(settings, store, evaluation)];
    const text = [
      collectedText(collected),
      ...caughtUpText(caughtUp),
      `days are closed through ${progress.through}`,
      ...(waiting === null ? [] : [`${waiting.day} waits: ${waiting.reason}`]),
      ...newMinersText(newMiners.miners),
      ...page,
    ].join('; ');
    await markMinersReported(store.ledger, newMiners);
    return { kind: 'done', text, hasMore: caughtUp.hasMore };
  } finally {
    await store.close();
  }
}

/** Brings the page up to date. A failure is reported in the text and stops nothing else. */
async function pageText(settings: Settings, store: Store, evaluation: EvaluationSettings): Promise<string> {
  const folder = siteFolderOf(settings);
  const published = await publishFolder(folder, store, evaluation).catch((error: Error) => error);
  return published instanceof Error
    ? `page: ${published.message}`
    : `page: ${published?.changed.length ?? 0} files of ${folder} changed`;
}

// The store lives in the station's process, so this one cannot outlive it.
process.once('disconnect', () => process.exit(1));
const outcome: DailyOutcome = await run().catch((error: Error) => ({ kind: 'failed', text: error.message }));
process.send?.(outcome, () => process.exit(0));
