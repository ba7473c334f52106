import { offsetBy, partOfOldTotal } from '../../core/farms/entrant.ts';
import { CONTAINER_MEGAWATTS, containersOf, efficiencyOn, megawattsOf } from '../../core/farms/power.ts';
import type { HashRate } from '../../core/shares/hash-rate.ts';
import { WEEK } from '../../core/shares/window.ts';
import { hashRateFor } from '../../daily/figures.ts';
import { dayText, percent, whole } from '../../messages/format.ts';
import { text } from '../../messages/message.ts';
import { type Answer, plain, press, say } from '../answer.ts';
import { type Asked, type Command, optional, required } from '../command.ts';
import { type AskedShare, withShare } from '../held-share.ts';
import { SHARE, SUBJECT } from '../option-kinds.ts';
import { parseShare, wordsOf } from '../quantities.ts';
import { incompleteAnswer } from '../refusals.ts';
import { fromFigures, type Told } from '../told.ts';

export const whatif = {
  name: 'whatif',
  description: 'What a newcomer with a part of the hash rate would do to a share',
  options: [
    required('part', SHARE, "The newcomer's part of the new total: 30%"),
    optional('who', SUBJECT, 'Whose share: a pool, an owner, a country, or a number'),
  ],
  permission: 'anybody',
  example: '/whatif 30% foundry',
  run: fromFigures(askWhatIf),
} as const satisfies Command;

async function askWhatIf(told: Told, { command, rest }: Asked): Promise<Answer> {
  const words = wordsOf(rest);
  const entrantAt = words.findIndex((word) => parseShare(word) !== undefined);
  const entrant = entrantAt === -1 ? undefined : parseShare(words[entrantAt]!);
  if (entrant === undefined || entrant.value >= 1) {
    return incompleteAnswer(
      command,
      ['10%', '20%', '30%'].map((part) => ({ label: part, command: `whatif ${part}` })),
    );
  }
  return withShare(told, command, words.toSpliced(entrantAt, 1), {
    retry: (key) => `whatif ${entrant.written} ${key}`,
    answer: (asked) => whatIfAnswer(told, entrant.value, asked),
  });
}

/** What a newcomer with `entrant` of the new total does to a share. */
function whatIfAnswer({ figures }: Told, entrant: number, { share, holder }: AskedShare): Answer {
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
