import type { FunctionSettings } from '../config/function-environment.ts';
import { type PUBLISHER, planOf } from '../config/functions.ts';
import { catchUp } from '../daily/catch-up.ts';
import { collectBlocks } from '../daily/collect-blocks.ts';
import { detectSignals } from '../daily/detect-signals.ts';
import { openBlocks } from '../sources/open-blocks.ts';
import { dynamoDeliveryStore } from '../store/dynamo-delivery-store.ts';
import { dynamoLedgerStore } from '../store/dynamo-ledger-store.ts';
import { dynamoWarningStore } from '../store/dynamo-warning-store.ts';
import { connectTable } from '../store/table.ts';
import { sourceWorld, timeFor } from '../world.ts';
import { alarmOnSources } from './alarm.ts';
import { botFinder } from './bots.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { logger } from './operations.ts';
import { committer } from './tasks.ts';

/** The fraction of a run's time after which nothing new is started. */
const SPENT_ON_HISTORY = 0.7;

/** Creates the job that collects and stores new blocks, detects sudden changes, and fills gaps in the time left. */
export function blockCollector(settings: FunctionSettings<'fan-out' | typeof PUBLISHER>) {
  const table = connectTable(settings.table, {});
  const store = { ledger: dynamoLedgerStore(table), warnings: dynamoWarningStore(table) };
  const blocks = { store: store.ledger, ...openBlocks(settings, sourceWorld) };
  const signals = { store, ...evaluationSettings(settings) };
  const committing = committer(settings, dynamoDeliveryStore(table), 'collect-blocks');
  const { timeoutSeconds } = planOf('collect-blocks');
  return async () => {
    const hasTime = timeFor(SPENT_ON_HISTORY * timeoutSeconds);
    const collected = await collectBlocks(blocks);
    alarmOnSources(collected);
    if (collected.kind !== 'live') logger.warn('no source delivered blocks', { collected });
    await committing(botFinder(settings.secrets), (beforeCommit) => detectSignals(signals, beforeCommit));
    return { collected, ...(await catchUp(blocks, hasTime)) };
  };
}
