import type { Command } from '@commander-js/extra-typings';
import { SECRETS } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { wrongUsage } from '../arguments.ts';
import { loadSettings } from '../input.ts';
import { ask } from '../operator/ask.ts';
import { botRemovals } from '../operator/bot-steps.ts';
import { runCdk } from '../operator/cdk.ts';
import type { Operator } from '../operator/operator.ts';
import { done, runSteps, type Step, skipped, stepsText } from '../operator/steps.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

/** `teardown`: removes a deployment but keeps its data. */
export function addTeardownCommand(program: Command): void {
  command(
    program,
    'teardown',
    "remove the deployment: its webhooks, stack and secrets; the table and the page's bucket stay",
  )
    .option('--yes', 'do not ask', false)
    .option('--dry-run', 'say what would be done', false)
    .action(async ({ yes, dryRun, json }) => {
      const settings = loadSettings();
      // Imported here: the AWS clients would slow down every other command.
      const { connectOperator } = await import('../operator/operator.ts');
      const stack = stackName(settings.stage);
      if (!dryRun && !yes && (await ask(`Type ${stack} to remove it`)) !== stack) {
        throw wrongUsage('teardown', `not confirmed; --yes, or type ${stack}`);
      }
      const operator = connectOperator(settings);
      // Only the stack knows the bucket's name.
      const bucket = dryRun
        ? null
        : ((await operator.account.loadStack().catch(() => null))?.page?.bucket ?? null);
      const steps = await runSteps(teardownSteps(operator), dryRun);
      print('teardown', { stage: settings.stage, dryRun, steps }, json, stepsText(keptText(stack, bucket)));
    });
}

function teardownSteps(operator: Operator): readonly Step[] {
  const { account, secrets, settings } = operator;
  const stack = stackName(settings.stage);
  return [
    // First, while the tokens and the stack's address still exist.
    ...botRemovals(operator),
    {
      name: 'stack',
      description: `delete the stack ${stack}, but not its table or the page's bucket`,
      run: async () => {
        if ((await account.loadStack()) === null) return skipped('there is none');
        return runCdk(['destroy', stack, '--force']);
      },
    },
    {
      name: 'secrets',
      description: `delete ${SECRETS.length} parameters from SSM`,
      run: async () => {
        await secrets.erase(SECRETS);
        return done('deleted from SSM');
      },
    },
  ];
}

function keptText(table: string, bucket: string | null): string {
  return [
    'The table is kept, and the next deploy adopts it. This deletes it for good:',
    `  aws dynamodb update-table --table-name ${table} --no-deletion-protection-enabled`,
    `  aws dynamodb delete-table --table-name ${table}`,
    ...(bucket === null
      ? []
      : [
          "So is the page's bucket, which holds the revisions of corrected days. This deletes it for good:",
          `  aws s3 rb s3://${bucket} --force`,
        ]),
  ].join('\n');
}
