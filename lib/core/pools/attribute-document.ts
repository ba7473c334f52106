import { InputError } from '../../errors.ts';
import type { Attribution, Coinbase } from './attribute.ts';
import { type DocumentFormat, parseCoinbases } from './coinbase-documents.ts';

/**
 * Attributes the coinbases in a block source's document, or an array of them, as JSON lines `{height, pool, by}`.
 *
 * @throws InputError with every fault, its path below `where` and what was expected there.
 */
export function attributeDocument(
  attribute: (coinbase: Coinbase) => Attribution,
  format: DocumentFormat,
  text: string,
  where: string,
): string {
  return parseCoinbases(format, parseJson(text, where), where)
    .map((coinbase) => `${JSON.stringify({ height: coinbase.height, ...attribute(coinbase) })}\n`)
    .join('');
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError([{ where, what: 'expected one JSON document' }], { cause });
  }
}
