import type { Command } from '@commander-js/extra-typings';
import { farmsDetails } from '../../bot/commands/farms/details.ts';
import { farmsMessage } from '../../bot/commands/farms/farms.ts';
import { countedSection } from '../../bot/figures-text.ts';
import { compareFarms, type FarmsDocument } from '../../core/farms/compare-farms.ts';
import type { LedgerView } from '../../core/ledger/ledger-view.ts';
import { farmSummary } from '../../daily/summaries.ts';
import { command, dayOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { windowFigures } from '../window-figures.ts';
import { loadView } from '../world.ts';

/** `farms [--day D]`: announced farms and whether they met their targets, next to the week's pools and owners. */
export function addFarmsCommand(program: Command): void {
  command(
    program,
    'farms',
    "announced farms and their targets, compared with the week's largest pools and owners",
  )
    .addOption(dayOption('as known on this closed day'))
    .action(async ({ day = null, json }) => {
      const view = await loadView();
      print('farms', compareFarms(view, day), json, (document) => farmsText(document, view));
    });
}

function farmsText(document: FarmsDocument, view: LedgerView): string {
  const current = windowFigures(view, document, 'pool', 'then');
  return plainText(farmsMessage(document.day, document.farms.map(farmSummary)), [
    ...farmsDetails(document),
    ...current.figures.counts.map((count) => countedSection(current, count)),
  ]);
}
