import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { ensureOperatorChats } from '../../chats/operator-chats.ts';
import type { Settings } from '../../config/environment.ts';
import { type LedgerView, requireClosed, viewOf } from '../../core/ledger/ledger-view.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { provenanceOf } from '../../core/shares/provenance.ts';
import { closedDaysOf, WEEK } from '../../core/shares/window.ts';
import type { Collected } from '../../daily/collect-blocks.ts';
import { markMinersReported } from '../../daily/new-miners.ts';
import { composeReport, type Report } from '../../daily/report.ts';
import { type DailyRun, type EvaluationSettings, runDaily } from '../../daily/run-daily.ts';
import { dayText } from '../../messages/format.ts';
import { levelText, sinceText, subjectText } from '../../messages/headline.ts';
import { renderMessage } from '../../messages/render.ts';
import { openBlocks } from '../../sources/open-blocks.ts';
import type { Store } from '../../store/store.ts';
import { now, sourceWorld } from '../../world.ts';
import { collectedText, newMinersText } from '../collected-text.ts';
import { evaluationSettings } from '../delivery.ts';
import { loadSettings } from '../input.ts';
import { command, dayOption } from '../options.ts';
import { print, printStatus } from '../output.ts';
import { publishFolder, siteFolderOf } from '../publish-site.ts';
import { printMissingBots, sendNews } from '../send.ts';
import { operatorChats } from '../services.ts';
import { loadView, openStore, today } from '../world.ts';

/** `daily`: runs the daily job once. */
export function addDailyCommand(program: Command): void {
  command(
    program,
    'daily',
    'run the daily job (new blocks, closed days, shares, rules), then print the digest and warnings',
  )
    .addOption(dayOption('the closed day to show'))
    .option('--full', 'print the whole digest, not the short one that chats get', false)
    .option('--send', 'send to all chats, including those in .env', false)
    .option('--page', 'also write the public page, beside the store', false)
    .action(async ({ day: asked, full, send, page, json }) => {
      const settings = loadSettings();
      const evaluation = evaluationSettings(settings);
      // Checked before a store is created or changed, unless this run itself may close the day.
      if (asked !== undefined) {
        const view = await loadView();
        if (!mayCloseNow(settings, view, asked)) requireClosed(view, asked);
      }
      await using store = await openStore(settings);
      const files = page ? [join(siteFolderOf(settings), 'index.html')] : [];
      const { document, statusLines } = await runOnce(settings, store, evaluation, asked, files);
      if (page) await publishFolder(siteFolderOf(settings), store, evaluation);
      for (const line of statusLines) printStatus(line);
      print('daily', document, json, (one) => dailyText(one, full));
      if (send) {
        printMissingBots(settings);
        if (!(await sendNews(settings, store, { ...evaluation, isInteractive: false }, printStatus)))
          process.exitCode = 1;
      }
      await store.tidy(now());
    });
}

/** Runs the job and composes its output. A function of its own, so that its memory is freed before the page is written. */
async function runOnce(
  settings: Settings,
  store: Store,
  evaluation: EvaluationSettings,
  asked: UtcDay | undefined,
  files: readonly string[],
) {
  const run = await runDaily({ ...evaluation, store, ...openBlocks(settings, sourceWorld) });
  await ensureOperatorChats(store.chats, operatorChats(settings));
  const day = requireClosed(viewOf(run.input.ledger), asked ?? run.evaluation.progress.through);
  const report = composeReport(run.input, day, liveNote(run));
  const statusLines = [collectedText(run.collected), ...newMinersText(run.newMiners.miners)];
  await markMinersReported(store.ledger, run.newMiners);
  return { document: dailyDocument(run, report, files), statusLines };
}

/** Whether live blocks could close this day in this run: it is over, and newer than the whole ledger. */
function mayCloseNow({ sources }: Settings, { ledger }: LedgerView, day: UtcDay): boolean {
  return sources.length > 0 && day < today() && ledger.every((entry) => entry.day < day);
}

/** Why no live day, or no newer one, is shown; null if live blocks arrived and no day waits. */
function liveNote({ collected, waiting }: DailyRun): string | null {
  switch (collected.kind) {
    case 'live':
      return waiting === null ? null : `${dayText(waiting.day)} waits: sources do not agree on its blocks.`;
    case 'off':
      return 'Live blocks are switched off: these are stored days.';
    case 'not-reached':
      return 'Live data could not be reached: these are stored days.';
    case 'refused':
      return 'Live data failed a check and was refused: these are stored days.';
  }
}

function dailyDocument({ input, collected, evaluation }: DailyRun, report: Report, files: readonly string[]) {
  const { day, digest, short, warning, episodes } = report;
  const isHistory = warning !== null && warning.day <= evaluation.progress.quietThrough;
  return {
    day,
    digest: renderMessage(digest),
    short: renderMessage(short),
    warnings:
      warning === null ? [] : [{ day: warning.day, history: isHistory, ...renderMessage(warning.message) }],
    episodes: episodes.map(episodeOf),
    files,
    live: liveOf(collected),
    ...provenanceOf(closedDaysOf(input.ledger, day, WEEK)),
  };
}

/** The part that a rerun with the same result repeats; the number of new blocks goes to stderr. */
function liveOf(collected: Collected) {
  if (collected.kind !== 'live') return collected;
  return { kind: collected.kind, source: collected.source };
}

function episodeOf(episode: Report['episodes'][number]) {
  const { rule, lens, subject, severity, since, reached } = episode;
  const text = `${subjectText(episode)}: ${levelText(episode)}, ${sinceText(episode)}`;
  return { rule, lens, subject, severity, since, reached, text };
}

function dailyText(
  { digest, short, warnings, episodes, files }: ReturnType<typeof dailyDocument>,
  isFull: boolean,
): string {
  return [
    (isFull ? digest : short).text,
    '',
    heading('Open episodes'),
    ...(episodes.length === 0 ? ['none'] : episodes.map((row) => `${row.severity.padEnd(9)}  ${row.text}`)),
    ...warnings.flatMap(({ day, history, text }) => ['', heading(latestTitle(day, history)), text]),
    ...files.flatMap((file) => ['', heading('Public page'), file]),
  ].join('\n');
}

function latestTitle(day: UtcDay, isHistory: boolean): string {
  return `Latest warning, ${dayText(day)}${isHistory ? ' (from the recorded days; it was never sent)' : ''}`;
}

function heading(title: string): string {
  return `--- ${title} ---`;
}
