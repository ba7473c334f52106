import type { Command } from '@commander-js/extra-typings';
import { compareMessage } from '../../bot/commands/compare/compare-message.ts';
import { type LedgerView, requireClosed } from '../../core/ledger/ledger-view.ts';
import { LENSES } from '../../core/lenses/lens.ts';
import { compareShares } from '../../core/shares/compare-shares.ts';
import { provenanceOf } from '../../core/shares/provenance.ts';
import { closedDaysOf, type WindowCount } from '../../core/shares/window.ts';
import { InputError } from '../../errors.ts';
import { findSubject, wrongUsage } from '../arguments.ts';
import { choiceOption, command, dayOption, knowledgeOption, windowOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { windowFigures } from '../window-figures.ts';
import { loadView } from '../world.ts';

/** `compare A B`: two shares side by side, and how certain it is which is larger. */
export function addCompareCommand(program: Command): void {
  command(program, 'compare', 'two pools, owners, template groups or countries of owners side by side')
    .argument('<one>', 'a key or a name, such as foundry')
    .argument('<other>', 'another one, such as antpool')
    .addOption(choiceOption('--lens', 'how blocks are grouped', LENSES).default('pool' as const))
    .addOption(dayOption('the day on which the window ends'))
    .addOption(windowOption('length of the window'))
    .addOption(knowledgeOption('template links as known by the day (then) or in hindsight (now)'))
    .action(async (one, other, { lens, day: asked, window, knowledge, json }) => {
      const view = await loadView();
      const day = requireClosed(view, asked);
      const [first, second] = [one, other].map((name) => findSubject(name, lens, lens, view)) as [
        string,
        string,
      ];
      if (first === second)
        throw wrongUsage('compare', `expected two of the lens ${lens}, not ${first} twice`);
      const current = windowFigures(view, { day, window }, lens, knowledge);
      const [count] = current.figures.counts as [WindowCount];
      if (count.blocks === 0)
        throw new InputError([{ where: 'compare', what: `no block was counted in the window to ${day}` }]);
      const comparison = compareShares(count, first, second);
      print('compare', comparisonDocument(view, count, comparison), json, () =>
        plainText(compareMessage(current, count, comparison, [])),
      );
    });
}

function comparisonDocument(
  { ledger }: LedgerView,
  { day, from, window, lens, blocks, unknown, missingDays }: WindowCount,
  { rows, probability, together }: ReturnType<typeof compareShares>,
) {
  const known = provenanceOf(closedDaysOf(ledger, day, window));
  const larger = { key: rows[0].key, probability };
  return { day, from, window, lens, blocks, unknown, missingDays, shares: rows, larger, together, ...known };
}
