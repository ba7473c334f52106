import type { Command } from '@commander-js/extra-typings';
import { compareFarms } from '../../core/farms/compare-farms.ts';
import { parseDay } from '../../core/ledger/utc-day.ts';
import { farmsText } from '../farms-text.ts';
import { print } from '../output.ts';
import { withLedger } from '../with-ledger.ts';

/** `farms [--day D]`: what was announced, and whether it came, beside the pools and owners of the week. */
export function addFarmsCommand(program: Command): void {
  program
    .command('farms')
    .description('announced farms and their targets, beside the largest pools and owners of the week')
    .option('--day <day>', 'as known on this closed day, YYYY-MM-DD; else the newest')
    .option('--json', 'one JSON document', false)
    .action(async ({ day: text, json }) => {
      const day = text === undefined ? null : parseDay(text, '--day');
      await withLedger((view) => print('farms', compareFarms(view, day), json, farmsText));
    });
}
