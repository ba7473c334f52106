import { printStatus } from '../output.ts';

/** One step of a command on a deployment; harmless to repeat. */
export type Step = {
  readonly name: string;
  /** What it does, as a dry run shows it. */
  readonly description: string;
  /** Runs it and returns its result as one line. */
  readonly run: () => Promise<StepResult>;
};

export type StepResult = { readonly status: 'done' | 'skipped' | 'failed'; readonly detail: string };

/** The outcome of a step; `planned` in a dry run. */
type StepRow = {
  readonly step: string;
  readonly status: StepResult['status'] | 'planned';
  readonly detail: string;
};

export const done = (detail: string): StepResult => ({ status: 'done', detail });
export const skipped = (detail: string): StepResult => ({ status: 'skipped', detail });
export const failed = (detail: string): StepResult => ({ status: 'failed', detail });

/** What a command on a deployment did, or would do. */
type StepsDocument = {
  readonly stage: string;
  readonly dryRun: boolean;
  readonly steps: readonly StepRow[];
};

/** Steps were already reported as they happened; this renders only the outcome and what to do next. */
export function stepsText(next: string): (document: StepsDocument) => string {
  return ({ stage, dryRun, steps }) => {
    if (dryRun) return `Stage ${stage}: nothing was changed.`;
    const count = steps.filter(({ status }) => status === 'failed').length;
    if (count > 0)
      return `Stage ${stage}: ${count} of ${steps.length} steps failed; fix them and run it again.`;
    return `Stage ${stage}: done. ${next}`;
  };
}

/**
 * Runs the steps in order, reporting each as it ends. The steps after a failed one run, too, so that one run shows
 * everything there is to fix; the exit code is then 1.
 */
export async function runSteps(steps: readonly Step[], dryRun: boolean): Promise<readonly StepRow[]> {
  const rows: StepRow[] = [];
  for (const { name, description, run } of steps) {
    const row: StepRow = dryRun
      ? { step: name, status: 'planned', detail: description }
      : { step: name, ...(await run().catch((error: unknown) => failed(reasonOf(error)))) };
    printStatus(`${row.status}: ${row.step}: ${row.detail}`);
    if (row.status === 'failed') process.exitCode = 1;
    rows.push(row);
  }
  return rows;
}

/** Describes an error in one line. The SDK's messages for missing credentials and regions do not say what to do. */
export function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'CredentialsProviderError')
    return 'no AWS credentials: sign in with the AWS command line (aws configure, or aws sso login)';
  if (message === 'Region is missing') return 'no AWS region: set AWS_REGION, or run aws configure';
  return message;
}
