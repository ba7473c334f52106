import type { Command } from '@commander-js/extra-typings';
import { parseDeployment } from '../../config/deployment.ts';
import { stackName } from '../../config/stack.ts';
import { loadSettings } from '../input.ts';
import { runCdk } from '../operator/cdk.ts';
import { type Step, takeSteps } from '../operator/steps.ts';
import { stepsDocument, stepsText } from '../operator/steps-document.ts';
import { print } from '../output.ts';

/** `deploy`: makes or changes the stack of a stage. */
export function addDeployCommand(program: Command): void {
  program
    .command('deploy')
    .description('deploy to AWS with CDK, or bring what is deployed up to date')
    .option('--dry-run', 'say what would be done, and synthesise the stack', false)
    .option('--json', 'one JSON document', false)
    .action(async ({ dryRun, json }) => {
      loadSettings();
      const { stage } = parseDeployment(process.env);
      const stack = stackName(stage);
      const bootstrap: Step = {
        name: 'bootstrap',
        does: 'prepare the account and region for CDK, once',
        act: () => runCdk(['bootstrap']),
      };
      const deploy: Step = {
        name: 'deploy',
        does: `create or update the stack ${stack}; a table that an earlier stack left is adopted`,
        act: () => runCdk(['deploy', stack, '--require-approval', 'never', '--import-existing-resources']),
      };
      const synthesise: Step = {
        name: 'synthesise',
        does: 'make the template and the bundles',
        act: () => runCdk(['synth', '--quiet']),
      };
      const rows = dryRun
        ? [...(await takeSteps([synthesise], false)), ...(await takeSteps([bootstrap, deploy], true))]
        : await takeSteps([bootstrap, deploy], false);
      print('deploy', stepsDocument(stage, dryRun, rows), json, stepsText('Next: npm run setup'));
    });
}
