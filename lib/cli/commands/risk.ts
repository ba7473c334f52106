import type { Command } from '@commander-js/extra-typings';
import { riskDetails, riskMessage } from '../../bot/commands/risk.ts';
import { riskOf } from '../../core/risk/risk.ts';
import { whole } from '../../messages/format.ts';
import { parseShareArgument, wrongUsage } from '../arguments.ts';
import { command } from '../options.ts';
import { plainText, print } from '../output.ts';

const MAX_CONFIRMATIONS = 10_000;

/** `risk`: what a miner with a share of the hash rate could do. */
export function addRiskCommand(program: Command): void {
  command(program, 'risk', 'what a miner with a share of the hash rate could do')
    .requiredOption('--share <share>', 'part of the hash rate: 0.36, 36%, 1/3')
    .option('--confirmations <count>', 'confirmations of the payment to be reversed', '6')
    .action(({ share, confirmations, json }) => {
      const document = riskOf(parseShareArgument(share, '--share'), confirmationsFrom(confirmations));
      print('risk', document, json, () => plainText(riskMessage(document, null), [riskDetails(document)]));
    });
}

function confirmationsFrom(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= MAX_CONFIRMATIONS) return count;
  const what = `expected a whole number from 0 to ${whole(MAX_CONFIRMATIONS)}, not "${text}"`;
  throw wrongUsage('--confirmations', what);
}
