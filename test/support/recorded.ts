import { defaultRules } from '../../lib/config/default-rules.ts';
import {
  labelledToCounted,
  shippedBlockSource,
  shippedLedger,
} from '../../lib/core/ledger/shipped-ledger.ts';
import type { Knowledge } from '../../lib/core/lenses/lens.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import type { ReportInput } from '../../lib/daily/report.ts';

/** What reports of the recorded days are composed from, under the default rules. */
export function recordedInput(knowledge: Knowledge = 'then'): ReportInput {
  const ledger = shippedLedger();
  const { transitions } = replayRules(ledger, defaultRules(), knowledge);
  const source = shippedBlockSource();
  const blocks = source.blocks().map(labelledToCounted);
  return { ledger, transitions, notes: [], signals: [], blocks, knowledge, reportUrl: null };
}
