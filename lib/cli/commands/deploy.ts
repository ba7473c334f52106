import type { Command } from '@commander-js/extra-typings';
import { parseDeployment } from '../../config/deployment.ts';
import { stackName } from '../../config/stack.ts';
import { loadSettings } from '../input.ts';
import { runCdk } from '../operator/cdk.ts';
import { publishPage } from '../operator/page.ts';
import { runSteps, type Step, stepsText } from '../operator/steps.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

/** `deploy`: creates or updates a stage's stack. */
export function addDeployCommand(program: Command): void {
  command(program, 'deploy', 'deploy to AWS with CDK, or update the deployment')
    .option('--dry-run', 'say what would be done, and synthesise the stack', false)
    .action(async ({ dryRun, json }) => {
      const settings = loadSettings();
      const { stage } = parseDeployment(process.env);
      const stack = stackName(stage);
      const adopts = `create or update the stack ${stack}; a table that an earlier stack left is adopted`;
      const flags = ['--require-approval', 'never', '--import-existing-resources'];
      const synthesise = cdkStep('synthesise', 'build the template and the bundles', ['synth', '--quiet']);
      const deploy: readonly Step[] = [
        cdkStep('bootstrap', 'prepare the account and region for CDK, once', ['bootstrap']),
        cdkStep('deploy', adopts, ['deploy', stack, ...flags]),
        {
          name: 'page',
          description: 'publish the public page again, and show its address',
          run: async () => {
            // Imported here: the AWS clients would slow down every other command.
            const { connectOperator } = await import('../operator/operator.ts');
            return publishPage(connectOperator(settings));
          },
        },
      ];
      const synthesised = dryRun ? await runSteps([synthesise], false) : [];
      const steps = [...synthesised, ...(await runSteps(deploy, dryRun))];
      print('deploy', { stage, dryRun, steps }, json, stepsText('Next: npm run setup'));
    });
}

function cdkStep(name: string, description: string, args: readonly string[]): Step {
  return { name, description, run: () => runCdk(args) };
}
