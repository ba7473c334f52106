import type { Comparison } from '../../../core/shares/compare-shares.ts';
import type { ShareRow } from '../../../core/shares/share-table.ts';
import type { WindowCount } from '../../../core/shares/window.ts';
import { nameInSentence } from '../../../messages/country-text.ts';
import { certainty, days, percent, whole } from '../../../messages/format.ts';
import type { Message, Section } from '../../../messages/message.ts';
import { shareUpTo } from '../../../messages/seats.ts';
import { shareCells, shareColumns } from '../../../messages/share-rows.ts';
import { plain, say } from '../../answer.ts';
import type { FiguresOf } from '../../current-figures.ts';
import { countedSection, noted, shareText, spanText, titleNote } from '../../figures-text.ts';

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
  return say('compare', noted(`${first.name} and ${second.name}`, titleNote(current.figures, count)), [
    plain(
      `${largerText(count, rows, probability)} ${whole(first.blocks)} and ${whole(second.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}.`,
      10,
    ),
    {
      kind: 'table',
      columns: shareColumns('Who'),
      rows: rows.map(shareCells),
      rank: 9,
    },
    plain(`Together: ${shareText(together)}${togetherNote(count, together)}.`, 8),
    ...(count.lens === 'operator-country'
      ? [plain("This is the pool owners' country (counted), not where machines stand.", 7)]
      : []),
    ...further,
    countedSection(current, count, null, widest),
  ]);
}

/** The certainty from which the larger one is named. */
const CONFIDENCE = 0.95;

function largerText(count: WindowCount, [first, second]: Comparison['rows'], probability: number): string {
  if (first.blocks === 0) return 'Neither mined a block.';
  const [name, other] = [first, second].map(({ key }) => nameInSentence(count.lens, key));
  const sure = certainty(probability);
  // Any owner of unknown seat may answer to either country.
  if (count.lens === 'operator-country' && second.blocks + count.unknown > first.blocks) {
    const known =
      probability < CONFIDENCE ? 'they are too close to tell apart' : `${name} is larger (${sure} sure)`;
    return `By the known seats ${known}, but the seat behind ${percent(count.unknown / count.blocks)} of the blocks is unknown: with all of it, ${other} would have ${percent(shareUpTo(second, count))}.`;
  }
  if (probability < CONFIDENCE) return `Too close to tell who is larger: ${name} with ${sure} probability.`;
  return `We are ${sure} sure that ${name} is larger.`;
}

function togetherNote(count: WindowCount, { blocks, aboveHalf }: Comparison['together']): string {
  const isOpen = count.lens === 'operator-country' && count.unknown > 0;
  const least = isOpen && aboveHalf <= 0.99 ? 'at least ' : '';
  return [
    ...(isOpen
      ? [`; up to ${percent(shareUpTo({ blocks }, count))} if every unknown owner were based there`]
      : []),
    ...(aboveHalf < 0.01 ? [] : [`; more than half with ${least}${certainty(aboveHalf)} probability`]),
  ].join('');
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
    probability < CONFIDENCE
      ? ', too close to tell'
      : isReversed
        ? `, ${nameInSentence(count.lens, rows[0].key)} larger`
        : '';
  return `${days(count.window)}: ${percent(a.share)} and ${percent(b.share)}${note}`;
}
