import { defaultRules } from '../../lib/config/default-rules.ts';
import { shippedBlockSource, shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import type { Knowledge } from '../../lib/core/lenses/lens.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import type { ReportInput } from '../../lib/daily/report.ts';

/** What reports of the recorded days are composed from, under the default rules. */
export function recordedInput(knowledge: Knowledge = 'then'): ReportInput {
  const ledger = shippedLedger();
  const { transitions } = replayRules(ledger, defaultRules(), knowledge);
  const { labelledBy } = shippedBlockSource();
  return { ledger, transitions, notes: [], signals: [], knowledge, labelledBy, reportUrl: null };
}
