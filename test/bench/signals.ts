import { defaultRules } from '../../lib/config/default-rules.ts';
import { shippedBlockSource, shippedLedger, toRecordedBlock } from '../../lib/core/ledger/shipped-ledger.ts';
import { detectSignals } from '../../lib/daily/detect-signals.ts';
import { RECENT_BLOCKS } from '../../lib/daily/ledger-store.ts';
import type { SignalProgress } from '../../lib/daily/warning-store.ts';
import { median, type Row } from './row.ts';

const BLOCKS = 300;

/** Measures what detecting sudden changes adds to collecting a block, without reading the store. */
export async function benchSignals(): Promise<readonly Row[]> {
  const ledger = shippedLedger();
  const blocks = shippedBlockSource().blocks().map(toRecordedBlock);
  let end = blocks.length - BLOCKS;
  let progress: SignalProgress | undefined;
  const deps = {
    store: {
      ledger: {
        loadDays: async () => ledger,
        loadNewestBlocks: async () => blocks.slice(Math.max(0, end - RECENT_BLOCKS), end),
      },
      warnings: {
        loadSignals: async () => progress,
        saveSignals: async (saved: SignalProgress) => {
          progress = { ...saved, revision: saved.revision + 1 };
        },
      },
    },
    rules: defaultRules(),
    knowledge: 'then',
  } as const;
  await detectSignals(deps);
  const times: number[] = [];
  while (end < blocks.length) {
    end += 1;
    const start = performance.now();
    await detectSignals(deps);
    times.push(performance.now() - start);
  }
  const figure = median(times);
  const name = 'looking at one more block for sudden changes';
  return [{ name, figure, unit: 'ms', bar: 5, better: 'less', measured: null }];
}
