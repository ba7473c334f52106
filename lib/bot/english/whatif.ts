import { offsetBy, partOfOldTotal } from '../../core/farms/entrant.ts';
import { CONTAINER_MEGAWATTS, containersOf, efficiencyOn, megawattsOf } from '../../core/farms/power.ts';
import type { HashRate } from '../../core/shares/hash-rate.ts';
import { hashRateFor, WEEK } from '../../daily/figures.ts';
import { dayText, percent, whole } from '../../messages/format.ts';
import { text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import { plain, type Told } from './figures.ts';
import type { AskedShare } from './risk.ts';

/** `whatif`: what a newcomer with `entrant` of the new total does to a share. */
export function whatIfAnswer({ figures }: Told, entrant: number, { share, holder }: AskedShare): Answer {
  const { after, breakEven, counterMove } = offsetBy(share, entrant);
  const hashRate = hashRateFor(figures, WEEK);
  const amount = (part: number) => amountText(partOfOldTotal(part, entrant), hashRate);
  return {
    message: say('whatif', `What if a newcomer took ${percent(entrant)} of Bitcoin mining?`, [
      plain(
        `${holder === null ? 'A share of' : `${holder.name} with`} ${percent(share)} would come down to ${percent(after)}.`,
        10,
      ),
      ...(holder === null ? [] : [plain(holder.how, 8)]),
      {
        kind: 'list',
        items: [
          [text(`The newcomer: ${amount(entrant)}`)],
          ...(breakEven === null
            ? []
            : [[text(`${percent(breakEven)} of the new total would bring it down to half`)]]),
          ...(counterMove > 0
            ? [
                [
                  text(
                    `To be at half again the other side must add ${percent(counterMove)} of the new total: ${amount(counterMove)}`,
                  ),
                ],
              ]
            : []),
        ],
        rank: 7,
      },
      plain(assumptionsText(hashRate, dayText(figures.day)), 4),
    ]),
    buttons: [
      ['10%', '20%', '30%'].flatMap((other) =>
        press(other, `whatif ${other} ${holder?.key ?? `${Number((share * 100).toFixed(2))}%`}`),
      ),
    ],
  };
}

function amountText(ofOldTotal: number, hashRate: HashRate | null): string {
  const part = `${percent(ofOldTotal)} of the old total`;
  if (hashRate === null) return part;
  const ehs = ofOldTotal * hashRate.ehs;
  const megawatts = megawattsOf(ehs, efficiencyOn(null).joulesPerTerahash);
  return `${part}, about ${about(ehs)} EH/s, ${about(megawatts)} MW, ${about(containersOf(megawatts))} containers`;
}

/** Three digits: no assumption here is better than that. */
function about(value: number): string {
  return whole(Number(value.toPrecision(3)));
}

function assumptionsText(hashRate: HashRate | null, day: string): string {
  const { joulesPerTerahash, what } = efficiencyOn(null);
  const others = 'Assumed: everybody else keeps the machines they have, and no more.';
  if (hashRate === null)
    return `${others} The hash rate of the week to ${day} is not known, so neither are EH/s and MW.`;
  return `${others} Network: ${about(hashRate.ehs)} EH/s (${about(hashRate.low)}-${about(hashRate.high)}), counted in the 7 days to ${day}. Machines: ${joulesPerTerahash} J/TH, ${what}. Containers of ${CONTAINER_MEGAWATTS} MW.`;
}
