import { CONTAINER_MEGAWATTS, efficiencyOn } from '../../../core/farms/power.ts';
import {
  type Amount,
  type Assumptions,
  type OffsetAmounts,
  offsetAmounts,
} from '../../../core/risk/what-if.ts';
import { WEEK, type WindowCount } from '../../../core/shares/window.ts';
import { hashRateFor } from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { aboutPercent, exactPercent, exahashes, percent, threeDigits } from '../../../messages/format.ts';
import type { Message } from '../../../messages/message.ts';
import { type Answer, list, plain, say } from '../../answer.ts';
import { command, type Invocation, optional, required } from '../../command.ts';
import { type CurrentFigures, fromFigures } from '../../current-figures.ts';
import { spanText } from '../../figures-text.ts';
import { type AskedShare, type Holder, withShare } from '../../held-share.ts';
import { SHARE, SUBJECT } from '../../option-kinds.ts';
import { isImpossibleShare, parseShare, wordsOf } from '../../quantities.ts';
import { impossibleShareAnswer, incompleteAnswer } from '../../refusals.ts';

export const whatif = command({
  name: 'whatif',
  description: 'What a newcomer with a part of the hash rate would do to a share',
  options: [
    required('part', SHARE, "The newcomer's part of the new total: 30%"),
    optional('who', SUBJECT, 'Whose share: a pool, an owner, a country, or a number'),
  ],
  example: '/whatif 30% foundry',
  run: fromFigures(askWhatIf),
});

async function askWhatIf(current: CurrentFigures, { command, rest }: Invocation): Promise<Answer> {
  const words = wordsOf(rest);
  const entrantAt = words.findIndex((word) => parseShare(word) !== undefined);
  const entrant = entrantAt === -1 ? undefined : parseShare(words[entrantAt]!);
  if (entrant?.value === 0 || words.some(isImpossibleShare)) return impossibleShareAnswer('A part', command);
  if (entrant === undefined || entrant.value >= 1) {
    return incompleteAnswer(
      command,
      ['10%', '20%', '30%'].map((part) => ({ label: part, command: `whatif ${part}` })),
    );
  }
  return withShare(current, command, words.toSpliced(entrantAt, 1), {
    retry: (key) => `whatif ${entrant.written} ${key}`,
    answer: (asked) => whatIfAnswer(current, entrant.value, asked),
  });
}

function whatIfAnswer({ figures }: CurrentFigures, entrant: number, { share, holder }: AskedShare): Answer {
  const hashRate = hashRateFor(figures, WEEK);
  const reckoning = offsetAmounts(share, entrant, {
    network: hashRate && { kind: 'counted', ...hashRate },
    efficiency: { kind: 'sourced', ...efficiencyOn(figures.day) },
    containerMegawatts: CONTAINER_MEGAWATTS,
  });
  return {
    message: whatIfMessage(reckoning, holder, { window: WEEK, day: figures.day }),
    buttons: [
      ['10%', '20%', '30%'].flatMap((other) =>
        button(other, `whatif ${other} ${holder?.key ?? exactPercent(share)}`),
      ),
    ],
  };
}

/**
 * The effect of a newcomer on a share.
 *
 * @param at the window of the network's hash rate; null if it was not counted.
 */
export function whatIfMessage(
  { before, after, breakEven, counterMove, entrant, counter, assumptions }: OffsetAmounts,
  holder: Holder | null,
  at: Pick<WindowCount, 'window' | 'day'> | null,
): Message {
  const moves = [
    `The newcomer: ${amountText(entrant)}`,
    ...(breakEven === null ? [] : [`${percent(breakEven)} of the new total would bring it down to half`]),
    ...(counterMove > 0
      ? [
          `To get back to half, the other side would have to add ${percent(counterMove)} of the new total: ${amountText(counter)}`,
        ]
      : []),
  ];
  const shareText = holder?.isModelled ? aboutPercent : percent;
  const beforeText = holder === null ? exactPercent : shareText;
  return say('whatif', `What if a newcomer took ${exactPercent(entrant.share)} of Bitcoin mining?`, [
    plain(
      `${holder === null ? 'A share of' : `${holder.name} with`} ${beforeText(before)} would come down to ${shareText(after)}.`,
      10,
    ),
    ...(holder === null ? [] : [plain(holder.how, 8)]),
    list(moves, 7),
    plain(
      `Assumes that everybody else keeps the machines they have and adds none. ${assumedText(assumptions, at)}`,
      4,
    ),
  ]);
}

function amountText({ ofOldTotal, ehs, megawatts, containers }: Amount): string {
  const part = `${percent(ofOldTotal)} of the old total`;
  if (ehs === null || megawatts === null || containers === null) return part;
  return `${part}, about ${threeDigits(ehs)} EH/s, ${threeDigits(megawatts)} MW, ${threeDigits(containers)} ${containers === 1 ? 'container' : 'containers'}`;
}

function assumedText(
  { network, efficiency, containerMegawatts }: Assumptions,
  at: Pick<WindowCount, 'window' | 'day'> | null,
): string {
  const span = at === null ? '' : ` ${spanText(at)}`;
  if (network === null) return `The network's hash rate${span} is not known, so neither are EH/s and MW.`;
  const rate =
    network.kind === 'given'
      ? `${threeDigits(network.ehs)} EH/s, as given`
      : `${exahashes(network.ehs)} EH/s (${exahashes(network.low)}-${exahashes(network.high)}), counted${span}`;
  return `Network: ${rate}. Machines: ${efficiencyText(efficiency)}. Containers of ${containerMegawatts} MW.`;
}

function efficiencyText(efficiency: Assumptions['efficiency']): string {
  const joules = `${efficiency.joulesPerTerahash} J/TH`;
  if (efficiency.kind === 'given') return `${joules}, as given`;
  const { low, high, what } = efficiency;
  return `${joules}${low === high ? '' : ` (${low}-${high})`}, ${what}`;
}
