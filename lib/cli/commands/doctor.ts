import type { Command } from '@commander-js/extra-typings';
import { loadSettings } from '../input.ts';
import type { Finding } from '../operator/finding.ts';
import { examine } from '../operator/findings.ts';
import { print } from '../output.ts';

type Examination = { readonly stage: string; readonly findings: readonly Finding[] };

/** `doctor`: what is deployed and configured, what is wrong, and how to fix it. It changes nothing. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check what is deployed and configured, and say how to fix what is wrong')
    .option('--dry-run', 'no difference: doctor never changes anything', false)
    .option('--json', 'one JSON document', false)
    .action(async ({ json }) => {
      const settings = loadSettings();
      // Loaded when needed: the clients of AWS would slow every other command down.
      const { operatorOf } = await import('../operator/operator.ts');
      const findings = await examine(operatorOf(settings));
      if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
      print<Examination>('doctor', { stage: settings.stage, findings }, json, doctorText);
    });
}

function doctorText({ stage, findings }: Examination): string {
  return [
    `Stage ${stage}`,
    ...findings.map(
      ({ what, state, detail, fix }) =>
        `${state.padEnd(8)}  ${what}: ${detail}${fix === null ? '' : `  ->  ${fix}`}`,
    ),
  ].join('\n');
}
