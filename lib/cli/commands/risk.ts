import type { Command } from '@commander-js/extra-typings';
import { riskDetails, riskMessage } from '../../bot/commands/risk.ts';
import { riskOf } from '../../core/risk/risk.ts';
import { InputError } from '../../errors.ts';
import { whole } from '../../messages/format.ts';
import { plainText, print } from '../output.ts';

const MOST_CONFIRMATIONS = 10_000;

/** `risk`: what a holder of a share could do. */
export function addRiskCommand(program: Command): void {
  program
    .command('risk')
    .description('what a holder of a share of the hash rate could do')
    .requiredOption('--share <share>', 'fraction of the hash rate, 0 to 1')
    .option('--confirmations <count>', 'confirmations of the payment to be reversed', '6')
    .option('--json', 'one JSON document', false)
    .action(({ share, confirmations, json }) => {
      const document = riskOf(
        numberFrom(share, '--share', 1),
        numberFrom(confirmations, '--confirmations', MOST_CONFIRMATIONS),
      );
      print('risk', document, json, () => plainText(riskMessage(document, null), [riskDetails(document)]));
    });
}

function numberFrom(text: string, where: string, most: number): number {
  const value = Number(text);
  const isWhole = most === 1 || /^\d+$/.test(text);
  if (text.trim() !== '' && value >= 0 && value <= most && isWhole) return value;
  const what = most === 1 ? 'a fraction from 0 to 1' : `a whole number from 0 to ${whole(most)}`;
  throw new InputError([{ where, what: `expected ${what}, not "${text}"` }], { usage: true });
}
