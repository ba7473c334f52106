import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Attribution, Coinbase } from '../core/pools/attribute.ts';
import { createLineAttributor } from '../core/pools/attribute-lines.ts';

/**
 * Streams JSON lines of coinbases through attribution. The output stays open.
 *
 * @throws InputError for the first bad line; the lines of earlier chunks are written by then.
 */
export async function attributeLines(
  attribute: (coinbase: Coinbase) => Attribution,
  input: Readable,
  output: Writable,
  where: string,
): Promise<void> {
  const lines = createLineAttributor(attribute, where);
  input.setEncoding('utf8');
  await pipeline(
    input,
    async function* (chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) yield lines.push(chunk);
      yield lines.end();
    },
    output,
    { end: false },
  );
}
