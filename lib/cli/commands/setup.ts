import type { Command } from '@commander-js/extra-typings';
import { loadSettings } from '../input.ts';
import { ask } from '../operator/ask.ts';
import { gatherSecrets } from '../operator/given-secrets.ts';
import { setupSteps } from '../operator/setup-steps.ts';
import { stepsText, takeSteps } from '../operator/steps.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

/** `setup`: gives a deployment its secrets and proves that its services take them. */
export function addSetupCommand(program: Command): void {
  command(
    program,
    'setup',
    'store secrets, from .env or asked for; connect and test the bots and the alarms; show invite links',
  )
    .option('--dry-run', 'say what would be done', false)
    .action(async ({ dryRun, json }) => {
      const settings = loadSettings();
      // Loaded when needed: the clients of AWS would slow every other command down.
      const { operatorOf } = await import('../operator/operator.ts');
      const given = await gatherSecrets(process.env, !dryRun);
      const alarmEmail =
        settings.alarmEmail ?? (dryRun ? null : await ask('Mail address for alarms (empty for none)'));
      const steps = await takeSteps(setupSteps(operatorOf(settings), given, alarmEmail), dryRun);
      print('setup', { stage: settings.stage, dryRun, steps }, json, stepsText('Next: npm run doctor'));
    });
}
