import { writeFile } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import { newestClosed } from '../../core/ledger/ledger-view.ts';
import { addDays } from '../../core/ledger/utc-day.ts';
import { THEMES } from '../../messages/charts/chart.ts';
import { A_YEAR, composeChart } from '../../messages/charts/compose-chart.ts';
import { parseChartSubject } from '../chart-subject.ts';
import { fileError, loadRules, loadSettings } from '../input.ts';
import { choiceOption, command, dayFlag, dayOption, knowledgeOption, windowOption } from '../options.ts';
import { print } from '../output.ts';
import { loadView } from '../world.ts';

const HELP = `
Subjects:
  pools, owners, templates, operator-countries
      who mined the window that ends on --day; with --from the four largest over time
  pool:KEY, owner:KEY, template:KEY, operator-country:KEY
      one share over time, with the bounds that rules watch; a year by default
  countries
      where pool owners are based (counted) and where machines stand (modelled)
  map
      where machines stand, on a map (modelled)
  warning, warning:KEY
      the newest warning up to --day, of one subject where KEY is given

Examples:
  hashtilt chart pools --day 2025-01-01 --out pools.png
  hashtilt chart owner:dcg --from 2023-01-01 --day 2025-06-30 --window 30 --out foundry.png
  hashtilt chart warning --day 2024-12-30 --theme dark --out warning.png`;

/** `chart SUBJECT --out F.png`: a picture of shares, as a chat shows it. */
export function addChartCommand(program: Command): void {
  command(program, 'chart', 'draw shares, places or a warning as a PNG made for phones')
    .argument('<subject>', 'what to draw; see below')
    .requiredOption('--out <file>', 'the PNG to write')
    .addOption(dayOption('the last day shown'))
    .addOption(windowOption('days over which each figure is counted'))
    .addOption(dayFlag('--from', 'the first day of a chart over time, YYYY-MM-DD'))
    .addOption(knowledgeOption('only what was known by the day (then), or hindsight (now)'))
    .addOption(choiceOption('--theme', 'for a light or a dark screen', THEMES).default('light' as const))
    .option('--rules <file>', 'JSON array of rules instead of the defaults')
    .addHelpText('after', HELP)
    .action(async (subject, { out, theme, json, ...options }) => {
      const rules = loadRules(options.rules ?? loadSettings().rulesFile);
      const first = options.from ?? (options.day && addDays(options.day, -A_YEAR));
      const view = await loadView(first && addDays(first, 1 - options.window));
      const { knowledge, window, day = newestClosed(view), from = null } = options;
      const days = { day, window, from };
      const chart = composeChart(parseChartSubject(subject, days, view), { view, rules, knowledge });
      // Imported here: loading it takes longer than most commands.
      const { createChartRenderer } = await import('../../messages/charts/resvg.ts');
      const { png, width, height, alt } = (await createChartRenderer())(chart, theme);
      await writeFile(out, png).catch((cause: unknown) => {
        throw fileError(out, 'written', cause);
      });
      const picture = { file: out, bytes: png.length, width, height, theme, subject, kind: chart.kind, alt };
      print(
        'chart',
        { ...picture, asked: { ...days, knowledge }, chart },
        json,
        () => `${out}: ${width} x ${height} pixels, ${Math.ceil(png.length / 1024)} KiB\n${alt}`,
      );
    });
}
