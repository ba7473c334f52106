/** The result of one check of `doctor`. `fix`: how to fix it, if possible a command. */
export type Finding = {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'not used';
  readonly detail: string;
  readonly fix: string | null;
};

export type CheckResult = Omit<Finding, 'what'>;

export type Check = { readonly what: string; readonly run: () => Promise<CheckResult> };

export const ok = (detail: string): CheckResult => ({ state: 'ok', detail, fix: null });
export const notUsed = (detail: string): CheckResult => ({ state: 'not used', detail, fix: null });
export const wrong = (detail: string, fix: string | null): CheckResult => ({ state: 'wrong', detail, fix });
