import { tell } from '../output.ts';

/** One thing that a command does to a deployment; harmless to repeat. */
export type Step = {
  readonly name: string;
  /** What it does, as a dry run says it. */
  readonly does: string;
  /** Does it, and says in one line what came of it. */
  readonly act: () => Promise<StepResult>;
};

export type StepResult = { readonly status: 'done' | 'skipped' | 'failed'; readonly detail: string };

/** What became of a step; `planned` in a dry run. */
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

/**
 * Takes the steps in their order, telling each as it ends. A step that fails does not keep the others from being
 * taken, so one run shows everything there is to fix; the command then fails.
 */
export async function takeSteps(steps: readonly Step[], dryRun: boolean): Promise<readonly StepRow[]> {
  const rows: StepRow[] = [];
  for (const { name, does, act } of steps) {
    const row: StepRow = dryRun
      ? { step: name, status: 'planned', detail: does }
      : { step: name, ...(await act().catch((error: unknown) => failed(reasonOf(error)))) };
    tell(`${row.status}: ${row.step}: ${row.detail}`);
    if (row.status === 'failed') process.exitCode = 1;
    rows.push(row);
  }
  return rows;
}

/** A fault in one line. The SDK's own texts for missing credentials and regions do not say what to do. */
export function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'CredentialsProviderError')
    return 'no AWS credentials: sign in with the AWS command line (aws configure, or aws sso login)';
  if (message === 'Region is missing') return 'no AWS region: set AWS_REGION, or run aws configure';
  return message;
}
