import { Argument, type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { requireClosed, viewOf } from '../../core/ledger/ledger-view.ts';
import { addDays, dayOf, parseDay } from '../../core/ledger/utc-day.ts';
import { countSignals, SIGNAL_BITS } from '../../core/shares/version-bits.ts';
import { closedDaysOf } from '../../core/shares/window.ts';
import { InputError } from '../../errors.ts';
import { dayText, percent, percentRange } from '../../messages/format.ts';
import { loadSettings } from '../input.ts';
import { windowOption } from '../options.ts';
import { print } from '../output.ts';
import { hasStore, openStore } from '../world.ts';

/** `signals BIT`: the share of blocks whose header has a version bit set, by pool. */
export function addSignalsCommand(program: Command): void {
  program
    .command('signals')
    .description('the share of blocks that signal a version bit, by pool, from verified headers')
    .addArgument(new Argument('<bit>', `0 to ${SIGNAL_BITS - 1}`).argParser(parseBit))
    .addOption(windowOption('length of the window'))
    .option('--day <day>', 'the day on which the window ends; the newest closed day by default')
    .option('--json', 'one JSON document', false)
    .action(async (bit, { day, window, json }) => {
      const asked = day === undefined ? undefined : parseDay(day, '--day');
      print('signals', await signalsDocument(bit, Number(window), asked), json, signalsText);
    });
}

function parseBit(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) < SIGNAL_BITS) return Number(text);
  throw new InvalidArgumentError(`Expected a bit from 0 to ${SIGNAL_BITS - 1}.`);
}

async function signalsDocument(bit: number, window: number, asked: ReturnType<typeof parseDay> | undefined) {
  const settings = loadSettings();
  if (!hasStore(settings))
    throw new InputError([{ where: 'signals', what: 'no headers yet: run "daily" first, with live blocks' }]);
  const store = await openStore(settings);
  try {
    const ledger = await store.ledger.loadDays();
    const day = asked ?? ledger.findLast(({ kind }) => kind === 'closed')!.day;
    requireClosed(viewOf(ledger), day);
    const from = addDays(day, 1 - window);
    const days = closedDaysOf(ledger, day, window);
    const heights = days.flatMap(({ count }) => [count.firstHeight, count.lastHeight]);
    const blocks = await store.ledger.loadBlocks(Math.min(...heights), Math.max(...heights));
    const within = blocks.filter(({ time }) => from <= dayOf(time) && dayOf(time) <= day);
    return { bit, day, from, window, missingDays: window - days.length, ...countSignals(within, bit) };
  } finally {
    await store.close();
  }
}

function signalsText(document: Awaited<ReturnType<typeof signalsDocument>>): string {
  const { bit, day, from, window, blocks, signalling, pools, withoutHeader, missingDays } = document;
  const span = window === 1 ? dayText(day) : `${dayText(from)} to ${dayText(day)}`;
  const rows = pools.map(
    (row) => `${row.pool.padEnd(18)} ${percent(row.share).padStart(6)}  ${row.signalling} of ${row.blocks}`,
  );
  return [
    blocks === 0
      ? `Version bit ${bit}, ${span}: no verified header.`
      : `Version bit ${bit}, ${span}: ${signalling} of ${blocks} blocks signal it, ${percent(document.share)} (95% interval ${percentRange(document)}).`,
    ...(withoutHeader === 0 ? [] : [`${withoutHeader} recorded blocks came without their headers.`]),
    ...(missingDays === 0 ? [] : [`${missingDays} days of the window are not counted.`]),
    ...rows,
    'Miners also roll bits 13 to 28 as a nonce (BIP 320): a bit that is set need not be a vote.',
  ].join('\n');
}
