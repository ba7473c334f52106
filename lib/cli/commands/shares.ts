import type { Command } from '@commander-js/extra-typings';
import { placeSharesMessage } from '../../bot/commands/places/details.ts';
import {
  concentrationSection,
  networkSections,
  rankingMessage,
  togetherText,
} from '../../bot/commands/shares/ranking.ts';
import { countedSection } from '../../bot/figures-text.ts';
import { MODELLED_LENSES } from '../../core/geography/modelled-lens.ts';
import { type PlaceShares, placeShares } from '../../core/geography/place-shares.ts';
import { type LedgerView, requireClosed } from '../../core/ledger/ledger-view.ts';
import { addDays, type UtcDay } from '../../core/ledger/utc-day.ts';
import { type Knowledge, LENSES, type Lens } from '../../core/lenses/lens.ts';
import { isModelled } from '../../core/rules/rule-lens.ts';
import { provenanceOf } from '../../core/shares/provenance.ts';
import { type ShareRow, shareTable } from '../../core/shares/share-table.ts';
import { closedDaysOf, countWindow, throughLens } from '../../core/shares/window.ts';
import { InputError } from '../../errors.ts';
import { aboutPercent, counted } from '../../messages/format.ts';
import { paragraph, text } from '../../messages/message.ts';
import { shareUpTo } from '../../messages/seats.ts';
import { choiceOption, command, dayOption, knowledgeOption, staleOption, windowOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { windowFigures } from '../window-figures.ts';
import { loadView } from '../world.ts';

/** `shares [--day D] [--window W] [--lens L]`: shares with intervals, concentration and hash rate. */
export function addSharesCommand(program: Command): void {
  command(program, 'shares', 'shares of a window of closed days, with 95% intervals')
    .addOption(dayOption('the day on which the window ends'))
    .addOption(windowOption('length of the window'))
    .addOption(
      choiceOption('--lens', 'how blocks are grouped; or where machines stand, modelled', [
        ...LENSES,
        ...MODELLED_LENSES,
      ]).default('pool' as const),
    )
    .addOption(
      knowledgeOption(
        'template links and published figures as known by the day (then) or in hindsight (now)',
      ),
    )
    .addOption(staleOption())
    .action(async ({ day: asked, window, lens, knowledge, stale, json }) => {
      const view = await loadView(asked && addDays(asked, 1 - window));
      const at = { day: requireClosed(view, asked), window };
      if (isModelled(lens)) {
        const document = placeShares(view, at, lens, knowledge, stale);
        print('shares', document, json, () => placeSharesText(document, view));
      } else {
        const document = sharesDocument(view, at, lens, knowledge);
        print('shares', document, json, () => {
          const message = rankingMessage(windowFigures(view, at, lens, knowledge), lens, window, 'all');
          return plainText(message, [concentrationSection(document)]);
        });
      }
    });
}

function sharesDocument(
  { ledger }: LedgerView,
  { day, window }: { readonly day: UtcDay; readonly window: number },
  lens: Lens,
  knowledge: Knowledge,
) {
  const count = countWindow(throughLens(ledger, lens, knowledge), day, window);
  if (count.blocks === 0)
    throw new InputError([
      { where: `day ${day}`, what: `has no block in the ${counted(window, 'day')} up to it` },
    ]);
  const table = shareTable(ledger, count);
  const known = provenanceOf(closedDaysOf(ledger, day, window));
  const bySeat = lens === 'operator-country';
  const shares = table.shares.map((row): ShareRow & { readonly upTo?: number } =>
    bySeat ? { ...row, upTo: shareUpTo(row, table) } : row,
  );
  return { ...table, shares, knowledge, ...known };
}

function placeSharesText(document: PlaceShares, view: LedgerView): string {
  const current = windowFigures(view, document, 'pool', document.knowledge);
  return plainText(placeSharesMessage(document), [
    ...(document.top.length === 0 ? [] : [paragraph(text(`${togetherText(document.top, aboutPercent)}.`))]),
    ...networkSections(document.hashRate),
    ...(document.hashRate === null
      ? []
      : current.figures.counts.map((count) => countedSection(current, count, "the network's hash rate"))),
  ]);
}
