import type { RawBlock } from '../chain/raw-block.ts';
import type { Coinbase } from './attribute.ts';

/** The coinbase of a raw block; with values only if the source gives one for every payout. */
export function coinbaseOf({
  coinbaseScript,
  payouts,
}: Pick<RawBlock, 'payouts'> & { readonly coinbaseScript: string }): Coinbase {
  const addresses = payouts.map(({ address }) => address);
  const values = payouts.flatMap(({ valueSats }) => valueSats ?? []);
  return values.length === payouts.length
    ? { coinbaseScript, addresses, values }
    : { coinbaseScript, addresses };
}
