import { Argument, type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { loadSignals, parseBit, signalsMessage } from '../../bot/commands/signals.ts';
import { requireClosed, viewOf } from '../../core/ledger/ledger-view.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { SIGNAL_BITS } from '../../core/shares/version-bits.ts';
import { loadSettings } from '../input.ts';
import { command, dayOption, windowOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { openFilledStore } from '../world.ts';

/** `signals BIT`: the share of blocks whose header has a version bit set, by pool. */
export function addSignalsCommand(program: Command): void {
  command(program, 'signals', 'the share of blocks that signal a version bit, by pool, from verified headers')
    .addArgument(new Argument('<bit>', `0 to ${SIGNAL_BITS - 1}`).argParser(requireBit))
    .addOption(windowOption('length of the window'))
    .addOption(dayOption('the day on which the window ends'))
    .action(async (bit, { day, window, json }) => {
      print('signals', await signalsDocument(bit, window, day), json, (document) =>
        plainText(signalsMessage(document, document.pools.length)),
      );
    });
}

function requireBit(text: string): number {
  const bit = parseBit(text);
  if (bit === undefined) throw new InvalidArgumentError(`Expected a bit from 0 to ${SIGNAL_BITS - 1}.`);
  return bit;
}

async function signalsDocument(bit: number, window: number, asked: UtcDay | undefined) {
  const what = 'no headers yet: run "daily" first, with live blocks';
  await using store = await openFilledStore(loadSettings(), { where: 'signals', what });
  const day = requireClosed(viewOf(await store.ledger.loadDays()), asked);
  return await loadSignals(store.ledger, bit, day, window);
}
