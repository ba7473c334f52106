import type { Command } from '@commander-js/extra-typings';
import { ENV, type Settings } from '../../config/environment.ts';
import { GENESIS_DAY } from '../../core/ledger/shipped-label.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { type Backfilled, backfillDays, type DayRange, requireRange } from '../../daily/backfill.ts';
import { reevaluate } from '../../daily/run-daily.ts';
import { seedLedger } from '../../daily/seed-ledger.ts';
import { InputError } from '../../errors.ts';
import { days, dayText } from '../../messages/format.ts';
import { now } from '../../world.ts';
import { progressTeller } from '../backfill-progress.ts';
import { loadRules, loadSettings } from '../input.ts';
import { dayFlag } from '../options.ts';
import { print, tell } from '../output.ts';
import { withLedger } from '../with-ledger.ts';
import { noChoice, wrongUsage } from '../words.ts';
import { openBlocks, openStore } from '../world.ts';

/** `backfill [--from D --to D] [--source NAME]`: fills days that nobody counted. */
export function addBackfillCommand(program: Command): void {
  program
    .command('backfill')
    .description('fetch and count missing days; can be interrupted and run again; sends nothing')
    .addOption(dayFlag('--from', `the first day, ${GENESIS_DAY} at the earliest; what is missing by default`))
    .addOption(dayFlag('--to', 'the last day'))
    .option('--source <name>', `only this one of ${ENV.sources}: its kind, such as core, or its host`)
    .option('--json', 'one JSON document', false)
    .action(async (options) => {
      const range = rangeOf(options);
      const settings = loadSettings();
      const rules = loadRules(settings.rulesFile);
      const blocks = openBlocks({ ...settings, sources: chosenSources(settings, options.source) });
      // Before a store is made or changed.
      await withLedger(({ ledger }) => range && requireRange(ledger, range));
      const store = await openStore(settings);
      try {
        await seedLedger(store.ledger);
        const progress = progressTeller(now, tell);
        const filled = await backfillDays({ ...blocks, store: store.ledger, progress }, range);
        await reevaluate({
          store,
          rules,
          knowledge: 'then',
          labelledBy: shippedBlockSource().labelledBy,
          reportUrl: settings.reportUrl,
          siteUrl: settings.siteUrl,
        });
        print('backfill', filled, options.json, filledText);
      } finally {
        await store.close();
      }
    });
}

function rangeOf({ from, to }: { readonly from?: UtcDay; readonly to?: UtcDay }): DayRange | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined)
    throw wrongUsage('backfill', 'expected --from and --to, or neither');
  return { from, to };
}

/** The sources to ask: all of the settings, or those of a kind or host. */
function chosenSources({ sources }: Settings, name: string | undefined): Settings['sources'] {
  if (sources.length === 0)
    throw new InputError([{ where: 'backfill', what: `live blocks are switched off (${ENV.sources})` }]);
  const named = sources.map((source) => ({ source, host: new URL(source.address).host }));
  const chosen = named.filter(({ source, host }) => name === undefined || [source.kind, host].includes(name));
  if (chosen.length > 0) return chosen.map(({ source }) => source);
  throw noChoice(
    name!,
    '--source',
    named.flatMap(({ source, host }) => [source.kind, host]),
  );
}

function filledText({ from, to, daysFilled, daysMissing }: Backfilled): string {
  if (from === null || to === null) return 'No day is missing.';
  return `${dayText(from)} to ${dayText(to)}: ${days(daysFilled)} filled, ${daysMissing} still missing`;
}
