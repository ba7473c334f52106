import type { Lens } from '../lenses/lens.ts';
import { reversalOdds } from '../risk/double-spend.ts';
import { triesOf } from './format.ts';

/** Confirmations that exchanges and merchants commonly wait for. */
const CONFIRMATIONS = 6;

/**
 * What a holder of a share could do, in plain words. The odds are those of outpacing the rest of the
 * network (`reversalOdds`), not of mining six blocks in a row.
 *
 * @param share fraction 0-1.
 */
export function consequence(share: number, lens: Lens): string {
  const holder =
    lens === 'operator-country'
      ? 'These owners answer to the law of one country. If it made them act together,'
      : 'Nothing says that anybody means harm. But whoever controls this much';
  const odds = reversalOdds(share, CONFIRMATIONS);
  const reversal = `could undo a payment with ${CONFIRMATIONS} confirmations in ${triesOf(odds)}`;
  const subject = lens === 'operator-country' ? 'they' : '';
  return [`${holder} ${subject}`.trim(), reversal].join(' ') + power(share);
}

function power(share: number): string {
  if (share >= 0.5) {
    return ': a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.';
  }
  if (share >= 1 / 3) {
    return '. Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the cheat.';
  }
  if (share >= 1 / 4) {
    return '. Above a quarter, holding back found blocks (selfish mining) can pay, if half the network relays for the cheat.';
  }
  return '.';
}
