import type { StepRow } from './steps.ts';

/** What a command on a deployment did, or would do. */
export type StepsDocument = {
  readonly stage: string;
  readonly dryRun: boolean;
  readonly steps: readonly StepRow[];
};

export function stepsDocument(stage: string, dryRun: boolean, steps: readonly StepRow[]): StepsDocument {
  return { stage, dryRun, steps };
}

/** The steps were told as they were taken; what is left to say is how it ended, and what comes next. */
export function stepsText(next: string): (document: StepsDocument) => string {
  return ({ stage, dryRun, steps }) => {
    if (dryRun) return `Stage ${stage}: nothing was changed.`;
    const count = steps.filter(({ status }) => status === 'failed').length;
    if (count > 0)
      return `Stage ${stage}: ${count} of ${steps.length} steps failed; fix them and run it again.`;
    return `Stage ${stage}: done. ${next}`;
  };
}
