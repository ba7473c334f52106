import { InputError } from '../../errors.ts';
import type { PoolId } from '../pools/pool-id.ts';
import type { LabelledBlock } from './block.ts';

const HEADER = 'height,time,pool';
const WHOLE_NUMBER = /^\d{1,10}$/;

/**
 * Parses labelled blocks from CSV text with the header `height,time,pool`: heights ascend by one, `time` is the header
 * time in Unix seconds, `pool` an id that `isKnown` accepts.
 *
 * @throws InputError with file, line and what was expected, at the first fault: after a gap every line would be one.
 */
export function parseBlockCsv(
  text: string,
  file: string,
  isKnown: (pool: string) => boolean,
): readonly LabelledBlock[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines[0] !== HEADER) throw faultAt(file, 1, `expected the header "${HEADER}"`);
  const blocks: LabelledBlock[] = [];
  let expected: number | undefined;
  for (let index = 1; index < lines.length; index++) {
    const block = parseLine(lines[index] ?? '', (what) => faultAt(file, index + 1, what), isKnown);
    if (expected !== undefined && block.height !== expected) {
      throw faultAt(file, index + 1, heightFault(block.height, expected));
    }
    expected = block.height + 1;
    blocks.push(block);
  }
  if (blocks.length === 0) throw faultAt(file, 2, 'expected at least one block');
  return blocks;
}

function parseLine(
  line: string,
  fault: (what: string) => InputError,
  isKnown: (pool: string) => boolean,
): LabelledBlock {
  const fields = line.split(',');
  const [height, time, pool] = fields;
  if (fields.length !== 3 || height === undefined || time === undefined || pool === undefined) {
    throw fault(`expected 3 fields (${HEADER}), found ${fields.length}`);
  }
  if (!WHOLE_NUMBER.test(height)) throw fault(`height: expected a whole number, not "${height}"`);
  if (!WHOLE_NUMBER.test(time)) throw fault(`time: expected whole Unix seconds, not "${time}"`);
  if (!isKnown(pool)) throw fault(`pool: "${pool}" is not in the registry (and is not "unknown")`);
  return { height: Number(height), time: Number(time), pool: pool as PoolId };
}

function heightFault(height: number, expected: number): string {
  if (height === expected - 1) return `height ${height} is repeated, expected ${expected}`;
  if (height < expected) return `height ${height} is out of order, expected ${expected}`;
  return `heights ${expected} to ${height - 1} are missing before this line`;
}

function faultAt(file: string, line: number, what: string): InputError {
  return new InputError([{ where: `${file}:${line}`, what }]);
}
