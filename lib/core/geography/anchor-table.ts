import { refuseFaults } from '../../errors.ts';
import { parseInput } from '../../schema.ts';
import { tableFaults } from './anchor-faults.ts';
import { type AnchorTable, anchorTableSchema } from './anchor-row.ts';

/**
 * Parses a table of published figures.
 *
 * @throws InputError with every fault: shape first; then unknown places, sources and releases, shares outside
 *   0-100%, sums more than 0.05 point off, two tables of one source and period, a region without its country,
 *   a publication before the period's end.
 */
export function parseAnchorTable(value: unknown): AnchorTable {
  const table = parseInput(anchorTableSchema, value, 'data/anchors.json');
  refuseFaults(tableFaults(table, 'data/anchors.json'));
  return table;
}
