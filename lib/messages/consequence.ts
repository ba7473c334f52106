import { reversalOdds, USUAL_CONFIRMATIONS } from '../core/risk/double-spend.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { triesOf } from './format.ts';

/**
 * What the holder of a share could do, in plain words. The odds are those of outrunning the rest of the network
 * (`reversalOdds`), not of mining six blocks in a row.
 *
 * @param share fraction 0-1.
 */
export function consequence(share: number, crossing: Pick<Transition, 'lens' | 'measure'>): string {
  const odds = triesOf(reversalOdds(share, USUAL_CONFIRMATIONS));
  return `${holder(crossing)} could undo a payment with ${USUAL_CONFIRMATIONS} confirmations in ${odds}${power(share)}`;
}

/** Who would be acting, without claiming more than is known. */
function holder({ lens, measure }: Pick<Transition, 'lens' | 'measure'>): string {
  if (measure === 'top-2') return 'Neither holds this much alone. But if the two acted together, they';
  switch (lens) {
    case 'operator-country':
      return 'These owners answer to the law of one country. If it made them act together, they';
    case 'template':
      return 'These pools need not have one owner. But whoever writes their templates decides what is in their blocks, and if they turned on the network, they';
    case 'country':
    case 'region':
      return 'A place does not mine, and machines there have many owners. But if its government made them act together, they';
    case 'owner':
    case 'pool':
    case 'farm':
      return 'Nothing says that anybody means harm. But whoever controls this much';
  }
}

function power(share: number): string {
  if (share >= 0.5) {
    return ': a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.';
  }
  if (share >= 1 / 3) {
    return '. Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the attacker.';
  }
  if (share >= 1 / 4) {
    return '. Above a quarter, holding back found blocks (selfish mining) can pay, if half the network relays for the attacker.';
  }
  return '.';
}
