import type { StageName } from '../lib/config/environment.ts';

/** The only settings in which the stages differ. */
export type Stage = {
  readonly logDays: 7 | 30;
  /** A dashboard costs 3 USD a month if the account already has three. */
  readonly dashboard: boolean;
};

export const STAGES: Readonly<Record<StageName, Stage>> = {
  dev: { logDays: 7, dashboard: false },
  prod: { logDays: 30, dashboard: true },
};
