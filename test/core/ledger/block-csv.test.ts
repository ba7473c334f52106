import { describe, expect, it } from 'vitest';
import { parseBlockCsv } from '../../../lib/core/ledger/block-csv.ts';
import { InputError } from '../../../lib/errors.ts';

const FILE = 'blocks.csv';
const KNOWN = new Set(['foundryusa', 'antpool', 'unknown']);

const parse = (...lines: readonly string[]) =>
  parseBlockCsv(`${lines.join('\n')}\n`, FILE, (id) => KNOWN.has(id));

/** The error text for an unusable file. */
function faultOf(...lines: readonly string[]): string {
  try {
    parse(...lines);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no fault';
}

const HEADER = 'height,time,pool';
const FIRST = '2000000,1935446400,foundryusa';
const SECOND = '2000001,1935447000,antpool';

describe('a file of labelled blocks', () => {
  it('is read line by line, including header times that step back', () => {
    expect(parse(HEADER, FIRST, '2000001,1935446399,unknown')).toEqual([
      { height: 2_000_000, time: 1_935_446_400, pool: 'foundryusa' },
      { height: 2_000_001, time: 1_935_446_399, pool: 'unknown' },
    ]);
  });

  it('may have Windows line endings', () => {
    expect(parseBlockCsv(`${HEADER}\r\n${FIRST}\r\n${SECOND}\r\n`, FILE, () => true)).toHaveLength(2);
  });

  it.each([
    [
      'a gap',
      [HEADER, FIRST, '2000003,1935447000,antpool'],
      'blocks.csv:3: heights 2000001 to 2000002 are missing',
    ],
    [
      'a duplicate',
      [HEADER, FIRST, SECOND, SECOND],
      'blocks.csv:4: height 2000001 is repeated, expected 2000002',
    ],
    [
      'a height out of order',
      [HEADER, SECOND, FIRST],
      'blocks.csv:3: height 2000000 is out of order, expected 2000002',
    ],
    [
      'a text for a height',
      [HEADER, 'tall,1935446400,antpool'],
      'blocks.csv:2: height: expected a whole number, not "tall"',
    ],
    [
      'a text for a time',
      [HEADER, FIRST, '2000001,noon,antpool'],
      'blocks.csv:3: time: expected whole Unix seconds, not "noon"',
    ],
    [
      'a fraction for a time',
      [HEADER, '2000000,1935446400.5,antpool'],
      'blocks.csv:2: time: expected whole Unix seconds',
    ],
    [
      'a negative height',
      [HEADER, '-1,1935446400,antpool'],
      'blocks.csv:2: height: expected a whole number, not "-1"',
    ],
    [
      'an unknown pool',
      [HEADER, '2000000,1935446400,nobodyspool'],
      'blocks.csv:2: pool: "nobodyspool" is not in the registry',
    ],
    [
      'a field too few',
      [HEADER, '2000000,1935446400'],
      'blocks.csv:2: expected 3 fields (height,time,pool), found 2',
    ],
    [
      'a field too many',
      [HEADER, `${FIRST},1`],
      'blocks.csv:2: expected 3 fields (height,time,pool), found 4',
    ],
    [
      'an empty line',
      [HEADER, FIRST, '', SECOND],
      'blocks.csv:3: expected 3 fields (height,time,pool), found 1',
    ],
    ['a wrong header', ['height;time;pool', FIRST], 'blocks.csv:1: expected the header "height,time,pool"'],
    ['no header', [FIRST, SECOND], 'blocks.csv:1: expected the header "height,time,pool"'],
    ['no line at all', [], 'blocks.csv:1: expected the header "height,time,pool"'],
    ['no block', [HEADER], 'blocks.csv:2: expected at least one block'],
  ])('with %s is refused with file and line', (_, lines, fault) => {
    expect(faultOf(...lines)).toContain(fault);
  });
});
