import type { Comparison } from '../../../core/shares/compare-shares.ts';
import type { ShareRow } from '../../../core/shares/share-table.ts';
import type { WindowCount } from '../../../core/shares/window.ts';
import { certainty, days, percent, whole } from '../../../messages/format.ts';
import type { Message, Section } from '../../../messages/message.ts';
import { shareCells, shareColumns } from '../../../messages/share-rows.ts';
import { plain, say } from '../../answer.ts';
import type { FiguresOf } from '../../current-figures.ts';
import { countedSection, shareText, spanText, titleNote } from '../../figures-text.ts';

/**
 * Two shares side by side: which is larger, how certain that is, and both together.
 *
 * @param further sections to insert before the origin of the figures.
 * @param widest the longest window in `further`, in days.
 */
export function compareMessage(
  current: FiguresOf<'provenances'>,
  count: WindowCount,
  { rows, probability, together }: Comparison,
  further: readonly Section[],
  widest = count.window,
): Message {
  const [first, second] = rows;
  return say('compare', `${first.name} and ${second.name}${titleNote(current.figures, count)}`, [
    plain(
      `${largerText(first, probability)} ${whole(first.blocks)} and ${whole(second.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}.`,
      10,
    ),
    {
      kind: 'table',
      columns: shareColumns('Who'),
      rows: rows.map(shareCells),
      rank: 9,
    },
    plain(`Together: ${shareText(together)}${halfText(together.aboveHalf)}.`, 8),
    ...(count.lens === 'operator-country'
      ? [plain("This is the pool owners' country (counted), not where machines stand.", 7)]
      : []),
    ...further,
    countedSection(current, count, null, widest),
  ]);
}

/** The certainty from which the larger one is named. */
const CONFIDENCE = 0.95;

function largerText({ name, blocks }: ShareRow, probability: number): string {
  if (blocks === 0) return 'Neither mined a block.';
  if (probability < CONFIDENCE)
    return `Too close to tell who is larger: ${name} with ${certainty(probability)} probability.`;
  return `We are ${certainty(probability)} sure that ${name} is larger.`;
}

function halfText(aboveHalf: number): string {
  return aboveHalf < 0.01 ? '' : `; more than half with ${certainty(aboveHalf)} probability`;
}

/** The same two shares over another window, in the same order. */
export function otherWindowText(
  { rows, probability }: Comparison,
  first: ShareRow,
  count: WindowCount,
): string {
  const [a, b] = rows[0].key === first.key ? rows : [rows[1], rows[0]];
  const isReversed = a !== rows[0];
  const note =
    probability < CONFIDENCE ? ', too close to tell' : isReversed ? `, ${rows[0].name} larger` : '';
  return `${days(count.window)}: ${percent(a.share)} and ${percent(b.share)}${note}`;
}
