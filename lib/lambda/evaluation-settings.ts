import { defaultRules } from '../config/default-rules.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { shippedBlockSource } from '../core/ledger/shipped-ledger.ts';

/** On what ground deployed functions evaluate, and what their messages name. */
export function evaluationSettings({ reportUrl }: Pick<FunctionSettings, 'reportUrl'>) {
  const { labelledBy } = shippedBlockSource();
  return { rules: defaultRules(), knowledge: 'then', labelledBy, reportUrl } as const;
}
