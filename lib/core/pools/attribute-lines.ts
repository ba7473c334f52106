import * as z from 'zod/mini';
import { InputError } from '../../errors.ts';
import { memo } from '../../memo.ts';
import { count, parseInput } from '../../schema.ts';
import type { Attribution, Coinbase } from './attribute.ts';

const satoshi = z.number().check(z.nonnegative());

const lineSchema = z.object({
  height: count,
  coinbase: z.string(),
  addresses: z.array(z.string()),
  values: z.optional(z.array(satoshi)),
});

type Line = Readonly<z.output<typeof lineSchema>>;

const MAX_CACHED = 1_000;

/**
 * Turns JSON lines `{height, coinbase, addresses, values?}` into JSON lines `{height, pool, by}`. Chunks may be cut
 * anywhere; blank lines are skipped.
 *
 * @param where the name of the input in errors ("blocks.jsonl").
 * @returns `push` outputs all lines a chunk completes; `end` a last line without a line break. Both throw InputError
 *   for the first bad line, with its fields and what was expected.
 */
export function createLineAttributor(
  attribute: (coinbase: Coinbase) => Attribution,
  where: string,
): { readonly push: (chunk: string) => string; readonly end: () => string } {
  // Attributions without a conflict are shared objects, so a few texts serve nearly all lines.
  const lineTail = memo(
    (attribution: Attribution) => `,${JSON.stringify(attribution).slice(1)}\n`,
    MAX_CACHED,
  );
  let rest = '';
  let number = 0;
  const place = () => `${where}: line ${number}`;

  function attributeLine(text: string): string {
    number += 1;
    if (/^\s*$/.test(text)) return '';
    const { height, coinbase, addresses, values } = parseLine(text, place);
    try {
      const payouts = values === undefined ? { addresses } : { addresses, values };
      return `{"height":${height}${lineTail(attribute({ coinbaseScript: coinbase, ...payouts }))}`;
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw new InputError(
        cause.faults.map((fault) => ({ ...fault, where: `${place()}: ${fault.where}` })),
        { cause },
      );
    }
  }

  return {
    push(chunk) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      let output = '';
      for (const text of lines) output += attributeLine(text);
      return output;
    },
    end() {
      const output = attributeLine(rest);
      rest = '';
      return output;
    },
  };
}

function parseLine(text: string, place: () => string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const what = 'expected a JSON object {height, coinbase, addresses, values?}';
    throw new InputError([{ where: place(), what }], { cause });
  }
  return isLine(value) ? value : parseInput(lineSchema, value, place());
}

/** The schema's check at a fraction of its cost; the schema itself only reports what is wrong. */
function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const { height, coinbase, addresses, values } = value as Record<keyof Line, unknown>;
  return (
    Number.isSafeInteger(height) &&
    (height as number) >= 0 &&
    typeof coinbase === 'string' &&
    Array.isArray(addresses) &&
    addresses.every((address) => typeof address === 'string') &&
    (values === undefined ||
      (Array.isArray(values) && values.every((one) => typeof one === 'number' && one >= 0)))
  );
}
