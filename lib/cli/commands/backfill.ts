import type { Command } from '@commander-js/extra-typings';
import { ENV } from '../../config/environment.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import { parseDay } from '../../core/ledger/utc-day.ts';
import { backfillDays, requireRange } from '../../daily/backfill.ts';
import { reevaluate } from '../../daily/run-daily.ts';
import { seedLedger } from '../../daily/seed-ledger.ts';
import { InputError } from '../../errors.ts';
import { days, dayText } from '../../messages/format.ts';
import { loadRules, loadSettings } from '../input.ts';
import { print, tell } from '../output.ts';
import { withLedger } from '../with-ledger.ts';
import { openBlocks, openStore } from '../world.ts';

/** `backfill --from D --to D`: fills days that nobody counted. */
export function addBackfillCommand(program: Command): void {
  program
    .command('backfill')
    .description('fetch and count missing days; can be interrupted and run again; sends nothing')
    .requiredOption('--from <day>', 'the first day')
    .requiredOption('--to <day>', 'the last day')
    .option('--json', 'one JSON document', false)
    .action(async (options) => {
      const [from, to] = [parseDay(options.from, '--from'), parseDay(options.to, '--to')];
      const settings = loadSettings();
      const rules = loadRules(settings.rulesFile);
      const blocks = openBlocks(settings);
      const [source] = blocks.sources;
      if (source === undefined)
        throw new InputError([{ where: 'backfill', what: `live blocks are switched off (${ENV.sources})` }]);
      // Before a store is made or changed.
      await withLedger(({ ledger }) => requireRange(ledger, from, to));
      const store = await openStore(settings);
      try {
        await seedLedger(store.ledger);
        const progress = (done: number, total: number) => tell(`${done} of about ${total} blocks`);
        const filled = await backfillDays({ ...blocks, store: store.ledger, source, progress }, from, to);
        await reevaluate({
          store,
          rules,
          knowledge: 'then',
          labelledBy: shippedBlockSource().labelledBy,
          reportUrl: settings.reportUrl,
          siteUrl: settings.siteUrl,
        });
        print('backfill', { from, to, ...filled }, options.json, (document) => {
          return `${dayText(document.from)} to ${dayText(document.to)}: ${days(document.daysFilled)} filled, ${document.daysMissing} still missing`;
        });
      } finally {
        await store.close();
      }
    });
}
