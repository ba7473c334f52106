import { defaultRules } from '../config/default-rules.ts';
import type { FunctionSettings } from '../config/function-environment.ts';

/** The rules that deployed functions evaluate, and the addresses their messages link to. */
export function evaluationSettings({ reportUrl, siteUrl }: Pick<FunctionSettings, 'reportUrl' | 'siteUrl'>) {
  return { rules: defaultRules(), knowledge: 'then', reportUrl, siteUrl } as const;
}
