import type { Command } from '@commander-js/extra-typings';
import { enumerate } from '../../messages/format.ts';
import { loadSettings } from '../input.ts';
import { runChecks } from '../operator/checks.ts';
import type { Finding } from '../operator/finding.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

type Examination = { readonly stage: string; readonly findings: readonly Finding[] };

/** `doctor`: checks what is deployed and configured, and says how to fix faults. It changes nothing. */
export function addDoctorCommand(program: Command): void {
  command(program, 'doctor', 'check what is deployed and configured, and say how to fix what is wrong')
    .option('--dry-run', 'no difference: doctor never changes anything', false)
    .action(async ({ json }) => {
      const settings = loadSettings();
      // Imported here: the AWS clients would slow down every other command.
      const { connectOperator } = await import('../operator/operator.ts');
      const findings = await runChecks(connectOperator(settings));
      if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
      print<Examination>('doctor', { stage: settings.stage, findings }, json, doctorText);
    });
}

function doctorText({ stage, findings }: Examination): string {
  // Findings with one cause are shown as one line.
  const alike = Map.groupBy(findings, ({ state, detail, fix }) => JSON.stringify([state, detail, fix]));
  return [
    `Stage ${stage}`,
    ...[...alike.values()].map((group) => {
      const { state, detail, fix } = group[0]!;
      return `${state.padEnd(8)}  ${namesText(group)}: ${detail}${fix === null ? '' : `  ->  ${fix}`}`;
    }),
  ].join('\n');
}

const MAX_NAMES = 3;

function namesText(findings: readonly Finding[]): string {
  const names = findings.slice(0, MAX_NAMES).map(({ what }) => what);
  const others = findings.length - names.length;
  return enumerate(others > 0 ? [...names, `${others} more`] : names);
}
