import type { Command } from '@commander-js/extra-typings';
import { parseDeployment } from '../../config/deployment.ts';
import { stackName } from '../../config/stack.ts';
import { loadSettings } from '../input.ts';
import { runCdk } from '../operator/cdk.ts';
import { publishPage } from '../operator/page.ts';
import { type Step, stepsText, takeSteps } from '../operator/steps.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

/** `deploy`: makes or changes the stack of a stage. */
export function addDeployCommand(program: Command): void {
  command(program, 'deploy', 'deploy to AWS with CDK, or bring what is deployed up to date')
    .option('--dry-run', 'say what would be done, and synthesise the stack', false)
    .action(async ({ dryRun, json }) => {
      const settings = loadSettings();
      const { stage } = parseDeployment(process.env);
      const stack = stackName(stage);
      const synthesise: readonly Step[] = [
        {
          name: 'synthesise',
          does: 'make the template and the bundles',
          act: () => runCdk(['synth', '--quiet']),
        },
      ];
      const deploy: readonly Step[] = [
        {
          name: 'bootstrap',
          does: 'prepare the account and region for CDK, once',
          act: () => runCdk(['bootstrap']),
        },
        {
          name: 'deploy',
          does: `create or update the stack ${stack}; a table that an earlier stack left is adopted`,
          act: () => runCdk(['deploy', stack, '--require-approval', 'never', '--import-existing-resources']),
        },
        {
          name: 'page',
          does: 'have the public page published again, and say where it is',
          act: async () => {
            // Loaded when needed: the clients of AWS would slow every other command down.
            const { operatorOf } = await import('../operator/operator.ts');
            return publishPage(operatorOf(settings));
          },
        },
      ];
      const made = dryRun ? await takeSteps(synthesise, false) : [];
      const steps = [...made, ...(await takeSteps(deploy, dryRun))];
      print('deploy', { stage, dryRun, steps }, json, stepsText('Next: npm run setup'));
    });
}
