import type { FunctionSettings } from '../config/function-environment.ts';
import type { PUBLISHER } from '../config/functions.ts';
import { markMinersReported } from '../daily/new-miners.ts';
import { closeAndEvaluateDays } from '../daily/run-daily.ts';
import { seedLedger } from '../daily/seed-ledger.ts';
import { openBlocks } from '../sources/open-blocks.ts';
import { connectStore } from '../store/store.ts';
import { sourceWorld } from '../world.ts';
import { alarm } from './alarm.ts';
import { botsWithOperatorChats } from './bots.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { committer } from './tasks.ts';

/** Creates the job that closes days, evaluates the rules, fans out the news and requests the page. */
export function dayCloser(settings: FunctionSettings<'fan-out' | typeof PUBLISHER>) {
  const store = connectStore(settings.table, {});
  const days = { store, ...openBlocks(settings, sourceWorld), ...evaluationSettings(settings) };
  const committing = committer(settings, store.deliveries, 'close-days');
  const findBots = botsWithOperatorChats(settings, store);
  return async () => {
    const bots = await findBots();
    await seedLedger(store.ledger);
    const { evaluation, newMiners } = await committing(
      async () => bots,
      (beforeCommit) => closeAndEvaluateDays({ ...days, beforeCommit }),
    );
    if (newMiners.miners.length > 0) alarm('UnknownShareHigh');
    await markMinersReported(store.ledger, newMiners);
    const { progress, changedFrom } = evaluation;
    return { bots, newMiners: newMiners.miners, through: progress.through, changedFrom };
  };
}
