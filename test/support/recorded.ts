import { defaultRules } from '../../lib/config/default-rules.ts';
import { shippedBlockSource, shippedLedger, toRecordedBlock } from '../../lib/core/ledger/shipped-ledger.ts';
import type { Knowledge } from '../../lib/core/lenses/lens.ts';
import { isCounted } from '../../lib/core/rules/rule-lens.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import type { ReportInput } from '../../lib/daily/report-input.ts';
import { memo } from '../../lib/memo.ts';

/** The default rules without the slow ones on modelled places. */
export const COUNTED_RULES = defaultRules().filter(({ lens }) => isCounted(lens));

/** Their transitions on all recorded days. Computed once per test worker. */
export const countedTransitions = memo(
  (knowledge: Knowledge) => replayRules(shippedLedger(), COUNTED_RULES, knowledge).transitions,
);

const allTransitions = memo(
  (knowledge: Knowledge) => replayRules(shippedLedger(), defaultRules(), knowledge).transitions,
);

/** What reports of the recorded days are composed from, under the default rules. */
export function recordedInput(knowledge: Knowledge = 'then'): ReportInput {
  const ledger = shippedLedger();
  const transitions = allTransitions(knowledge);
  const source = shippedBlockSource();
  const blocks = source.blocks().map(toRecordedBlock);
  return { ledger, transitions, notes: [], signals: [], blocks, knowledge, reportUrl: null };
}
