import type { Command } from '@commander-js/extra-typings';
import { farmsDetails } from '../../bot/commands/farms/details.ts';
import { farmsMessage } from '../../bot/commands/farms/farms.ts';
import { countedSection } from '../../bot/figures-text.ts';
import { compareFarms, type FarmsDocument } from '../../core/farms/compare-farms.ts';
import type { LedgerView } from '../../core/ledger/ledger-view.ts';
import { farmSummary } from '../../daily/summaries.ts';
import { dayOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { windowFigures } from '../window-figures.ts';
import { withLedger } from '../with-ledger.ts';

/** `farms [--day D]`: what was announced, and whether it came, beside the pools and owners of the week. */
export function addFarmsCommand(program: Command): void {
  program
    .command('farms')
    .description("announced farms and their targets, compared with the week's largest pools and owners")
    .addOption(dayOption('as known on this closed day'))
    .option('--json', 'one JSON document', false)
    .action(async ({ day = null, json }) => {
      await withLedger((view) =>
        print('farms', compareFarms(view, day), json, (document) => farmsText(document, view)),
      );
    });
}

function farmsText(document: FarmsDocument, view: LedgerView): string {
  const current = windowFigures(view, document, 'pool', 'then');
  return plainText(farmsMessage(document.day, document.farms.map(farmSummary)), [
    ...farmsDetails(document),
    ...current.figures.counts.map((count) => countedSection(current, count)),
  ]);
}
