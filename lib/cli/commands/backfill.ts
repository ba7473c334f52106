import type { Command } from '@commander-js/extra-typings';
import { ENV, type Settings } from '../../config/environment.ts';
import { GENESIS_DAY } from '../../core/ledger/shipped-label.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { type Backfilled, backfillDays, type DayRange, requireRange } from '../../daily/backfill.ts';
import { reevaluate } from '../../daily/run-daily.ts';
import { seedLedger } from '../../daily/seed-ledger.ts';
import { InputError } from '../../errors.ts';
import { days, dayText } from '../../messages/format.ts';
import { openBlocks } from '../../sources/open-blocks.ts';
import { now, sourceWorld } from '../../world.ts';
import { invalidChoice, wrongUsage } from '../arguments.ts';
import { progressReporter } from '../backfill-progress.ts';
import { evaluationSettings } from '../delivery.ts';
import { loadSettings } from '../input.ts';
import { command, dayFlag } from '../options.ts';
import { print, printStatus } from '../output.ts';
import { loadView, openStore } from '../world.ts';

/** `backfill [--from D --to D] [--source NAME]`: fetches and counts missing days. */
export function addBackfillCommand(program: Command): void {
  command(
    program,
    'backfill',
    'fetch and count missing days; can be interrupted and run again; sends nothing',
  )
    .addOption(dayFlag('--from', `the first day, ${GENESIS_DAY} at the earliest; what is missing by default`))
    .addOption(dayFlag('--to', 'the last day'))
    .option('--source <name>', `only this one of ${ENV.sources}: its kind, such as core, or its host`)
    .action(async (options) => {
      const range = rangeOf(options);
      const settings = loadSettings();
      const evaluation = evaluationSettings(settings);
      const blocks = openBlocks(
        { ...settings, sources: chosenSources(settings, options.source) },
        sourceWorld,
      );
      // Checked before a store is created or changed.
      const { ledger } = await loadView();
      if (range !== null) requireRange(ledger, range);
      await using store = await openStore(settings);
      await seedLedger(store.ledger);
      const progress = progressReporter(now, printStatus);
      const filled = await backfillDays({ ...blocks, store: store.ledger, progress }, range);
      await reevaluate({ ...evaluation, store });
      print('backfill', filled, options.json, filledText);
    });
}

function rangeOf({ from, to }: { readonly from?: UtcDay; readonly to?: UtcDay }): DayRange | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined)
    throw wrongUsage('backfill', 'expected --from and --to, or neither');
  return { from, to };
}

/** All configured sources, or only those of the named kind or host. */
function chosenSources({ sources }: Settings, name: string | undefined): Settings['sources'] {
  if (sources.length === 0)
    throw new InputError([{ where: 'backfill', what: `live blocks are switched off (${ENV.sources})` }]);
  const named = sources.map((source) => ({ source, host: new URL(source.address).host }));
  const chosen = named.filter(({ source, host }) => name === undefined || [source.kind, host].includes(name));
  if (chosen.length > 0) return chosen.map(({ source }) => source);
  throw invalidChoice(
    name!,
    '--source',
    named.flatMap(({ source, host }) => [source.kind, host]),
  );
}

function filledText({ from, to, daysFilled, daysMissing }: Backfilled): string {
  if (from === null || to === null) return 'No day is missing.';
  return `${dayText(from)} to ${dayText(to)}: ${days(daysFilled)} filled, ${daysMissing} still missing`;
}
