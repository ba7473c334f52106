import { addDays, dayOf, type UtcDay } from '../../core/ledger/utc-day.ts';
import { poolName } from '../../core/pools/registry.ts';
import { countSignals, FIRST_ROLLED_BIT, SIGNAL_BITS } from '../../core/shares/version-bits.ts';
import { closedDaysOf, WEEK } from '../../core/shares/window.ts';
import type { LedgerStore } from '../../daily/ledger-store.ts';
import { button } from '../../messages/button.ts';
import { counted, percent, whole } from '../../messages/format.ts';
import type { Message, Section } from '../../messages/message.ts';
import { left, right } from '../../messages/table.ts';
import { type Answer, forExample, plain, replyPrivately, say } from '../answer.ts';
import { type BotDeps, command, type Invocation, required } from '../command.ts';
import { coverageText, shareText, spanText } from '../figures-text.ts';
import { COUNT } from '../option-kinds.ts';
import { incompleteAnswer, noFiguresAnswer } from '../refusals.ts';

export const signals = command({
  name: 'signals',
  description: 'How many blocks signal a version bit, by pool',
  options: [required('bit', COUNT, `A version bit, 0 to ${SIGNAL_BITS - 1}`)],
  example: '/signals 4',
  run: askSignals,
});

/** Rows in a chat; nobody reads more on a phone. */
const MAX_ROWS = 12;

async function askSignals(
  { command, rest }: Invocation,
  { figures: store, ledger }: BotDeps,
): Promise<Answer> {
  if (rest === '') return incompleteAnswer(command, []);
  const bit = parseBit(rest.replace(/^bit\s+/i, ''));
  if (bit === undefined)
    return replyPrivately('signals', 'No such version bit', [
      plain(`Version bits go from 0 to ${SIGNAL_BITS - 1}.`),
      forExample(command.example),
    ]);
  const figures = await store.loadFigures();
  if (figures === undefined) return noFiguresAnswer();
  return {
    message: signalsMessage(await loadSignals(ledger, bit, figures.day, WEEK), MAX_ROWS),
    buttons: [button('Pools', 'pools')],
  };
}

/** Parses the number of a version bit for signalling; undefined if it is none. */
export function parseBit(text: string): number | undefined {
  return /^\d{1,2}$/.test(text) && Number(text) < SIGNAL_BITS ? Number(text) : undefined;
}

export type Signals = Awaited<ReturnType<typeof loadSignals>>;

/** Counts who signals a bit in the window ending on a closed day. Blocks without a verified header are left out. */
export async function loadSignals(
  ledger: Pick<LedgerStore, 'loadDays' | 'loadBlocks'>,
  bit: number,
  day: UtcDay,
  window: number,
) {
  const from = addDays(day, 1 - window);
  const days = closedDaysOf(await ledger.loadDays({ from, to: day }), day, window);
  const heights = days.flatMap(({ count }) => [count.firstHeight, count.lastHeight]);
  const blocks =
    heights.length === 0 ? [] : await ledger.loadBlocks(Math.min(...heights), Math.max(...heights));
  const signals = countSignals(
    blocks.filter(({ time }) => from <= dayOf(time) && dayOf(time) <= day),
    bit,
  );
  const all = days.reduce((sum, { count }) => sum + count.blocks, 0);
  const span = { bit, day, from, window, missingDays: window - days.length };
  return { ...span, ...signals, withoutHeader: all - signals.blocks };
}

/** @param rows most pools to list, largest first. */
export function signalsMessage(document: Signals, rows: number): Message {
  const { bit, blocks, missingDays, withoutHeader } = document;
  const coverage = missingDays === 0 ? '' : ` (${coverageText(document)})`;
  return say('signals', `Version bit ${bit} ${spanText(document)}${coverage}`, [
    plain(
      blocks === 0
        ? 'No block of these days has a verified header, and only headers show a bit.'
        : `${whole(document.signalling)} of ${counted(blocks, 'block')} signal it: ${shareText(document)}.`,
      10,
    ),
    ...(blocks === 0 ? [] : [poolsTable(document, rows)]),
    plain(
      blocks === 0 || withoutHeader === 0
        ? ''
        : `Not counted: ${counted(withoutHeader, 'block')} without a verified header.`,
      7,
    ),
    plain(
      bit < FIRST_ROLLED_BIT
        ? ''
        : `Miners also roll bits ${FIRST_ROLLED_BIT} to ${SIGNAL_BITS - 1} as a nonce (BIP 320): a bit that is set need not be a vote.`,
      8,
    ),
  ]);
}

function poolsTable({ pools }: Signals, rows: number): Section {
  const others = pools.slice(rows);
  const sum = (of: 'signalling' | 'blocks') => others.reduce((total, pool) => total + pool[of], 0);
  const rest = {
    name: counted(others.length, 'other'),
    signalling: sum('signalling'),
    blocks: sum('blocks'),
  };
  const shown = pools.slice(0, rows).map((row) => ({ ...row, name: poolName(row.pool) }));
  return {
    kind: 'table',
    columns: [...left('Pool'), ...right('Share', 'Blocks')],
    rows: [...shown, ...(others.length === 0 ? [] : [rest])].map(({ name, signalling, blocks }) => [
      name,
      percent(signalling / blocks),
      `${signalling} of ${blocks}`,
    ]),
    rank: 9,
  };
}
