import type { Command } from '@commander-js/extra-typings';
import { loadSettings } from '../input.ts';
import { ask } from '../operator/ask.ts';
import { gatherSecrets } from '../operator/given-secrets.ts';
import { setupSteps } from '../operator/setup-steps.ts';
import { runSteps, stepsText } from '../operator/steps.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

/** `setup`: stores a deployment's secrets, connects its bots and tests them. */
export function addSetupCommand(program: Command): void {
  command(
    program,
    'setup',
    'store secrets, from .env or asked for; connect and test the bots and the alarms; show invite links',
  )
    .option('--dry-run', 'say what would be done', false)
    .action(async ({ dryRun, json }) => {
      const settings = loadSettings();
      // Imported here: the AWS clients would slow down every other command.
      const { connectOperator } = await import('../operator/operator.ts');
      const given = await gatherSecrets(process.env, !dryRun);
      const alarmEmail =
        settings.alarmEmail ?? (dryRun ? null : await ask('Mail address for alarms (empty for none)'));
      const steps = await runSteps(setupSteps(connectOperator(settings), given, alarmEmail), dryRun);
      print('setup', { stage: settings.stage, dryRun, steps }, json, stepsText('Next: npm run doctor'));
    });
}
