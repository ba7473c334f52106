import type { StageName } from '../lib/config/environment.ts';

/** Where the stages differ, and nowhere else. */
export type Stage = {
  /** How long logs are kept. */
  readonly logDays: 7 | 30;
  /** A dashboard is 3 USD a month once an account has more than three. */
  readonly dashboard: boolean;
};

export const STAGES: Readonly<Record<StageName, Stage>> = {
  dev: { logDays: 7, dashboard: false },
  prod: { logDays: 30, dashboard: true },
};
