import type { Command } from '@commander-js/extra-typings';
import { parseBlockCsv } from '../../core/ledger/block-csv.ts';
import { completeFrom } from '../../core/ledger/close-days.ts';
import { countDays } from '../../core/ledger/count-days.ts';
import type { ClosedDay, Ledger, LedgerDay } from '../../core/ledger/ledger.ts';
import { FIRST_RECORDED_DAY, GENESIS_DAY } from '../../core/ledger/shipped-label.ts';
import { shippedBlockSource, toRecordedBlock } from '../../core/ledger/shipped-ledger.ts';
import { dayOf, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import { UNKNOWN } from '../../core/pools/pool-id.ts';
import { isKnownPool } from '../../core/pools/registry.ts';
import { isUpper, type Rule } from '../../core/rules/rule.ts';
import { RULE_LENSES } from '../../core/rules/rule-lens.ts';
import { provenanceOf } from '../../core/shares/provenance.ts';
import type { SeenBlock } from '../../core/signals/detector.ts';
import { replaySignals } from '../../core/signals/replay-signals.ts';
import { replayRules } from '../../core/warnings/history.ts';
import { viewLedger } from '../../daily/view-ledger.ts';
import { InputError } from '../../errors.ts';
import { counted, dayText } from '../../messages/format.ts';
import { parseChoice, wrongUsage } from '../arguments.ts';
import { loadRules, loadSettings, readText } from '../input.ts';
import { command, dayFlag, knowledgeOption } from '../options.ts';
import { print } from '../output.ts';
import { replayLine } from '../replay-line.ts';
import { signalLine } from '../signal-line.ts';
import { openExistingStore } from '../world.ts';

/** `replay`: evaluates the rules over the counted days and lists the changes of warnings, or signals. */
export function addReplayCommand(program: Command): void {
  command(program, 'replay', 'evaluate rules over all counted days and list every change of a warning')
    .option('--blocks <file>', 'CSV (also .gz) height,time,pool instead of the ledger')
    .option('--labelled-by <who>', 'who attributed the blocks of --blocks; the file name by default')
    .addOption(dayFlag('--from', 'the first day listed'))
    .addOption(dayFlag('--to', 'the last day listed'))
    .option('--rules <file>', 'JSON array of rules instead of the defaults')
    .option('--lens <lenses>', 'only rules of these lenses, separated by commas')
    .addOption(knowledgeOption('only what was known by each day (then), or hindsight (now)'))
    .option(
      '--signals',
      'list sudden changes that blocks show within hours, instead of warning changes',
      false,
    )
    .action(async (options) => {
      const { blocks, labelledBy } = options;
      if (labelledBy !== undefined && blocks === undefined)
        throw wrongUsage('--labelled-by', 'expected together with --blocks');
      const rules = onLenses(loadRules(options.rules ?? loadSettings().rulesFile), options.lens);
      const labels = blocks === undefined || labelledBy !== undefined ? 'labelled by' : 'labels of';
      const labelled =
        blocks === undefined
          ? await recordedLedger(options.from, options.signals)
          : { ...ledgerOf(blocks), labelledBy: labelledBy ?? blocks };
      if (options.signals) {
        const document = signalsDocument(labelled, rules, options);
        print('replay-signals', document, options.json, (shown) => signalsText(shown, labels));
      } else {
        const document = replayDocument(labelled, rules, options);
        print('replay', document, options.json, (shown) => replayText(shown, labels));
      }
    });
}

/** The store's ledger, or the shipped one; if `withRuns`, also its blocks, recorded and live, in runs without a gap. */
async function recordedLedger(from: UtcDay | undefined, withRuns: boolean): Promise<Labelled> {
  await using store = await openExistingStore(loadSettings());
  const isEarlier = from !== undefined && from < FIRST_RECORDED_DAY;
  const { ledger } = await viewLedger(store?.ledger ?? null, isEarlier ? GENESIS_DAY : undefined);
  const { labelledBy, blocks } = shippedBlockSource();
  if (!withRuns) return { ledger, runs: [], labelledBy };
  const recorded = blocks().map(toRecordedBlock);
  const newest = ledger.findLast((entry) => entry.kind === 'closed');
  const next = recorded.at(-1)!.height + 1;
  const live =
    store === null || newest === undefined
      ? []
      : await store.ledger.loadBlocks(next, newest.count.lastHeight);
  const runs: SeenBlock[][] = [];
  for (const block of [...recorded, ...live]) {
    const run = runs.at(-1);
    if (run?.at(-1)?.height === block.height - 1) run.push(block);
    else runs.push([block]);
  }
  return { ledger, runs, labelledBy };
}

function onLenses(rules: readonly Rule[], lenses: string | undefined): readonly Rule[] {
  if (lenses === undefined) return rules;
  const wanted: readonly string[] = lenses
    .split(',')
    .map((lens) => parseChoice(lens.trim(), '--lens', RULE_LENSES));
  const chosen = rules.filter(({ lens }) => wanted.includes(lens));
  if (chosen.length === 0)
    throw wrongUsage('--lens', `no rule uses ${wanted.join(', ')}; name a rules file with --rules`);
  return chosen;
}

/** A ledger, and the runs of consecutive blocks that are available for it. */
type Labelled = {
  readonly ledger: Ledger;
  readonly runs: readonly (readonly SeenBlock[])[];
  readonly labelledBy: string;
};

/** Parses a CSV file of blocks and counts its full days: the first and last are partial. */
function ledgerOf(file: string): Omit<Labelled, 'labelledBy'> {
  const blocks = parseBlockCsv(readText(file), file, (pool) => pool === UNKNOWN || isKnownPool(pool)).map(
    toRecordedBlock,
  );
  const days = countDays(blocks).slice(1, -1);
  if (days.length === 0)
    throw new InputError([
      { where: file, what: 'expected at least three days: the first and the last are partial' },
    ]);
  const counts = new Map(days.map((count) => [count.day, count]));
  const ledger = daysFrom(days[0]!.day, days.at(-1)!.day).map((day): LedgerDay => {
    const count = counts.get(day);
    // A day without a block has no shares.
    if (count === undefined) return { kind: 'missing', day };
    return { kind: 'closed', day, count, source: 'recorded', registry: null, revision: 1 };
  });
  return { ledger, runs: [blocks] };
}

type Requested = {
  readonly knowledge: Knowledge;
  readonly from?: UtcDay | undefined;
  readonly to?: UtcDay | undefined;
};

/** The requested days, how many of them are closed, and their sources. @throws InputError outside the ledger. */
function requestedDays({ ledger, labelledBy }: Labelled, { knowledge, from, to }: Requested) {
  const [first, last] = [ledger[0]!.day, ledger.at(-1)!.day];
  const [start, end] = [from ?? first, to ?? last];
  for (const [where, day] of [
    ['--from', start],
    ['--to', end],
  ] as const) {
    if (day < first || day > last)
      throw new InputError([{ where, what: `${day} is outside the ledger: expected ${first} to ${last}` }]);
  }
  if (end < start) throw wrongUsage('--to', 'expected a day not before --from');
  const listed = ledger.filter(
    (entry): entry is ClosedDay => entry.kind === 'closed' && start <= entry.day && entry.day <= end,
  );
  const known = provenanceOf(listed, labelledBy);
  return { span: { days: listed.length, from: start, to: end, knowledge }, known };
}

function replayDocument(labelled: Labelled, rules: readonly Rule[], requested: Requested) {
  const { span, known } = requestedDays(labelled, requested);
  const ledger = labelled.ledger.filter(({ day }) => day <= span.to);
  const { transitions } = replayRules(ledger, rules, span.knowledge);
  return { ...span, transitions: transitions.filter(({ day }) => span.from <= day), ...known };
}

function signalsDocument(labelled: Labelled, rules: readonly Rule[], requested: Requested) {
  const { ledger, runs } = labelled;
  // Earlier days only serve as the past that blocks are compared with.
  const first = completeFrom(runs[0] ?? []) ?? ledger[0]!.day;
  const listed = { ...labelled, ledger: ledger.filter(({ day }) => first <= day) };
  const { span, known } = requestedDays(listed, requested);
  const settings = { ledger, knowledge: span.knowledge, bounds: sharesAbove(rules) };
  const signals = runs
    .flatMap((run) => replaySignals(run, settings))
    .filter(({ time }) => span.from <= dayOf(time) && dayOf(time) <= span.to);
  return { ...span, signals, ...known };
}

/** The upper bounds that rules set on the share of an owner or template group. */
function sharesAbove(rules: readonly Rule[]): readonly number[] {
  return rules
    .filter(({ lens }) => lens === 'owner' || lens === 'template')
    .filter(({ measure, bound }) => measure === 'share' && isUpper(bound))
    .map(({ bound }) => bound.value);
}

function signalsText(document: ReturnType<typeof signalsDocument>, labels: string): string {
  const { signals } = document;
  return [
    `${spanText(document, labels)}; times are UTC`,
    knownText(document.knowledge),
    ...signals.map(signalLine),
    counted(signals.length, 'signal'),
  ].join('\n');
}

/** Only a replay that uses nothing published later may say that people would have been warned. */
function knownText(knowledge: Knowledge): string {
  return knowledge === 'then'
    ? 'As known then: uses only figures and links published by each day, so people would have been warned like this.'
    : 'With hindsight: uses figures and links published later, so nobody could have been warned like this.';
}

function replayText(document: ReturnType<typeof replayDocument>, labels: string): string {
  const { transitions } = document;
  return [
    spanText(document, labels),
    knownText(document.knowledge),
    ...transitions.map(replayLine),
    counted(transitions.length, 'warning change'),
  ].join('\n');
}

/** The number of days, whether they are recorded or live, and who labelled the recorded ones. */
function spanText(
  document: ReturnType<typeof replayDocument | typeof signalsDocument>,
  labels: string,
): string {
  const { days, from, to, source } = document;
  const { kind, labelledBy } = source;
  const how = {
    recorded: `${labels} ${labelledBy}`,
    live: 'live',
    mixed: `live, and recorded ones ${labels} ${labelledBy}`,
    none: 'none of them counted',
  }[kind];
  return `${counted(days, 'day')}, ${dayText(from)} to ${dayText(to)}; ${how}`;
}
