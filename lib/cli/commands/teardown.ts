import type { Command } from '@commander-js/extra-typings';
import { SECRETS } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { loadSettings } from '../input.ts';
import { ask } from '../operator/ask.ts';
import { botRemovals } from '../operator/bot-steps.ts';
import { runCdk } from '../operator/cdk.ts';
import type { Operator } from '../operator/operator.ts';
import { done, type Step, skipped, stepsText, takeSteps } from '../operator/steps.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';
import { wrongUsage } from '../words.ts';

/** `teardown`: takes a deployment away, and leaves its data. */
export function addTeardownCommand(program: Command): void {
  command(
    program,
    'teardown',
    'remove the deployment: its webhooks, stack and secrets; the table stays, and the bucket of the page',
  )
    .option('--yes', 'do not ask', false)
    .option('--dry-run', 'say what would be done', false)
    .action(async ({ yes, dryRun, json }) => {
      const settings = loadSettings();
      // Loaded when needed: the clients of AWS would slow every other command down.
      const { operatorOf } = await import('../operator/operator.ts');
      const stack = stackName(settings.stage);
      if (!dryRun && !yes && (await ask(`Type ${stack} to remove it`)) !== stack) {
        throw wrongUsage('teardown', `not confirmed; --yes, or type ${stack}`);
      }
      const operator = operatorOf(settings);
      // Once the stack is gone nobody knows the name of the bucket.
      const bucket = dryRun
        ? null
        : ((await operator.account.loadStack(stack).catch(() => null))?.page?.bucket ?? null);
      const steps = await takeSteps(teardownSteps(operator), dryRun);
      print('teardown', { stage: settings.stage, dryRun, steps }, json, stepsText(keptText(stack, bucket)));
    });
}

function teardownSteps(operator: Operator): readonly Step[] {
  const { account, secrets, settings } = operator;
  const stack = stackName(settings.stage);
  return [
    // While the tokens are there, and where the stack answers is known.
    ...botRemovals(operator),
    {
      name: 'stack',
      does: `delete the stack ${stack}, but not its table, nor the bucket of the page`,
      act: async () => {
        if ((await account.loadStack(stack)) === null) return skipped('there is none');
        return runCdk(['destroy', stack, '--force']);
      },
    },
    {
      name: 'secrets',
      does: `delete ${SECRETS.length} parameters from SSM`,
      act: async () => {
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
          'So is the bucket of the page, which holds revisions of days that were corrected. This deletes it for good:',
          `  aws s3 rb s3://${bucket} --force`,
        ]),
  ].join('\n');
}
