import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { attributeLines } from '../../../lib/cli/attribute-lines.ts';
import { createAttributor } from '../../../lib/core/pools/attribute.ts';
import { createLineAttributor } from '../../../lib/core/pools/attribute-lines.ts';
import { registry } from '../../../lib/core/pools/registry.ts';
import { InputError } from '../../../lib/errors.ts';
import { chainCoinbases } from '../../support/pools-coinbases.ts';

const attribute = createAttributor(registry.pools);

const line = (height: keyof typeof chainCoinbases) => {
  const { coinbaseScript, ...payouts } = chainCoinbases[height];
  return JSON.stringify({ height, coinbase: coinbaseScript, ...payouts });
};
const input = [300000, 10000, 890440].map((height) => line(height as keyof typeof chainCoinbases)).join('\n');
const output = `\
{"height":300000,"pool":"ghashio","by":{"kind":"address","match":"1CjPR7Z5ZSyWk6WtXvSFgkptmpoi4UM9BC","conflicts":[]}}
{"height":10000,"pool":"unknown","by":{"kind":"none","match":null,"conflicts":[]}}
{"height":890440,"pool":"viabtc","by":{"kind":"tag","match":"/ViaBTC/","conflicts":[]}}
`;

function refusalOf(act: () => void): InputError {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('lines of coinbases', () => {
  test.each([1, 7, 100, 10_000])('become lines of pools, in chunks of %i characters', (size) => {
    const lines = createLineAttributor(attribute, 'blocks.jsonl');
    let found = '';
    for (let at = 0; at < input.length; at += size) found += lines.push(input.slice(at, at + size));
    expect(found + lines.end()).toBe(output);
  });

  test('may end in a line break, be blank, or have Windows line endings', () => {
    const lines = createLineAttributor(attribute, 'blocks.jsonl');
    expect(lines.push(`\n${input.replaceAll('\n', '\r\n')}\r\n\n`) + lines.end()).toBe(output);
  });

  test('are streamed from input to output, and the output is left open', async () => {
    const sink = new PassThrough();
    await attributeLines(attribute, Readable.from([Buffer.from(input)]), sink, 'stdin');
    sink.end('open');
    expect(await text(sink)).toBe(`${output}open`);
  });

  test('may begin with a byte order mark, and in UTF-16 are refused as such', async () => {
    const sink = new PassThrough();
    await attributeLines(attribute, Readable.from([Buffer.from(`\uFEFF${input}`)]), sink, 'blocks.jsonl');
    sink.end();
    expect(await text(sink)).toBe(output);

    const wide = Readable.from([Buffer.from(`\uFEFF${input}`, 'utf16le')]);
    await expect(attributeLines(attribute, wide, new PassThrough(), 'blocks.jsonl')).rejects.toThrow(
      'blocks.jsonl: expected UTF-8, found UTF-16: save the file as UTF-8',
    );
  });

  test.each([
    [
      'not JSON',
      '{"height":1',
      ['blocks.jsonl: line 2: expected a JSON object {height, coinbase, addresses, values?}'],
    ],
    [
      'two objects',
      '{},{}',
      ['blocks.jsonl: line 2: expected a JSON object {height, coinbase, addresses, values?}'],
    ],
    ['an array', '[]', ['blocks.jsonl: line 2: Invalid input: expected object, received array']],
    [
      'wrong types',
      '{"height":-1,"coinbase":2,"addresses":["1A",3],"values":"4"}',
      [
        'blocks.jsonl: line 2: height: Too small: expected number to be >=0',
        'blocks.jsonl: line 2: coinbase: Invalid input: expected string, received number',
        'blocks.jsonl: line 2: addresses[1]: Invalid input: expected string, received number',
        'blocks.jsonl: line 2: values: Invalid input: expected array, received string',
      ],
    ],
    [
      'half a byte',
      '{"height":1,"coinbase":"0","addresses":[]}',
      ['blocks.jsonl: line 2: coinbase: expected whole bytes in hex, found an odd number of digits, 1'],
    ],
    [
      'a value too few',
      '{"height":1,"coinbase":"","addresses":["1A"],"values":[]}',
      ['blocks.jsonl: line 2: values: expected one per address, 1'],
    ],
  ])('with %s are refused by number and field', (_, bad, faults) => {
    const lines = createLineAttributor(attribute, 'blocks.jsonl');
    const refusal = refusalOf(() => lines.push(`${line(10000)}\n${bad}\n`));
    expect(refusal.faults.map(({ where, what }) => `${where}: ${what}`)).toEqual(faults);
  });
});
