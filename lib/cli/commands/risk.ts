import type { Command } from '@commander-js/extra-typings';
import { confirmationsFor, nakamotoReversalOdds, reversalOdds } from '../../core/risk/double-spend.ts';
import { selfishRevenue, selfishThreshold } from '../../core/risk/selfish-mining.ts';
import { InputError } from '../../errors.ts';
import { percent, triesOf, whole } from '../../messages/format.ts';
import { MAJORITY_CAN, MAJORITY_CANNOT, MAJORITY_FORK } from '../../messages/majority.ts';
import { print } from '../output.ts';

/** Risks that people accept when they ask how long to wait. */
const RISKS = ['0.1', '0.01', '0.001'] as const;

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
      const document = riskDocument(
        numberFrom(share, '--share', 1),
        numberFrom(confirmations, '--confirmations', MOST_CONFIRMATIONS),
      );
      print('risk', document, json, riskText);
    });
}

function numberFrom(text: string, where: string, most: number): number {
  const value = Number(text);
  const isWhole = most === 1 || /^\d+$/.test(text);
  if (text.trim() !== '' && value >= 0 && value <= most && isWhole) return value;
  const what = most === 1 ? 'a fraction from 0 to 1' : `a whole number from 0 to ${whole(most)}`;
  throw new InputError([{ where, what: `expected ${what}, not "${text}"` }], { usage: true });
}

function riskDocument(share: number, confirmations: number) {
  return {
    share,
    confirmations,
    exact: reversalOdds(share, confirmations),
    nakamoto: nakamotoReversalOdds(share, confirmations),
    confirmationsFor: Object.fromEntries(RISKS.map((risk) => [risk, confirmationsFor(share, Number(risk))])),
    selfishMining: { gamma0: selfishRevenue(share, 0), gammaHalf: selfishRevenue(share, 0.5) },
  };
}

function riskText(document: ReturnType<typeof riskDocument>): string {
  const { share, confirmations, exact, nakamoto, selfishMining } = document;
  const inARow = percent(share ** confirmations, 2);
  return [
    `Somebody with ${percent(share)} of the hash rate, out to reverse a payment with ${confirmations} confirmations:`,
    `  succeeds in ${triesOf(exact)} (exact: ${percent(exact, 3)}; the Bitcoin paper's approximation: ${percent(nakamoto, 3)}).`,
    `  That is outpacing the network, not ${confirmations} blocks in a row, which come in ${inARow} of cases.`,
    ...RISKS.map((risk) => waitText(Number(risk), document.confirmationsFor[risk] ?? null)),
    `Selfish mining would yield ${percent(selfishMining.gamma0)} of all rewards with nobody relaying for the cheat, ${percent(selfishMining.gammaHalf)} with half the network; honest mining yields ${percent(share)}.`,
    `It pays above ${percent(selfishThreshold(0))} and ${percent(selfishThreshold(0.5))}, and only after a difficulty adjustment.`,
    '',
    MAJORITY_CAN,
    MAJORITY_CANNOT,
    MAJORITY_FORK,
  ].join('\n');
}

function waitText(risk: number, confirmations: number | null): string {
  return confirmations === null
    ? `  No number of confirmations brings the risk below ${percent(risk)}.`
    : `  For a risk below ${percent(risk)} wait for ${whole(confirmations)} confirmations.`;
}
