import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import type { Attribution, Coinbase } from '../core/pools/attribute.ts';
import { createLineAttributor } from '../core/pools/attribute-lines.ts';
import { byteOrderMark } from './input.ts';

/**
 * Attributes a stream of JSON lines, one coinbase each. Leaves the output open.
 * @throws InputError for the first bad line; lines of earlier chunks have been written by then.
 */
export async function attributeLines(
  attribute: (coinbase: Coinbase) => Attribution,
  input: Readable,
  output: Writable,
  where: string,
): Promise<void> {
  const lines = createLineAttributor(attribute, where);
  const decoder = new StringDecoder('utf8');
  let isStart = true;
  await pipeline(
    input,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        const from = isStart ? byteOrderMark(chunk, where) : 0;
        isStart = false;
        yield lines.push(decoder.write(chunk.subarray(from)));
      }
      yield lines.push(decoder.end()) + lines.end();
    },
    output,
    { end: false },
  );
}
