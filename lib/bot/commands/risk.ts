import { USUAL_CONFIRMATIONS } from '../../core/risk/double-spend.ts';
import { RISKS, type Risk, riskOf } from '../../core/risk/risk.ts';
import { selfishThreshold } from '../../core/risk/selfish-mining.ts';
import { button } from '../../messages/button.ts';
import { aboutPercent, counted, exactPercent, percent, triesOf, whole } from '../../messages/format.ts';
import { MAJORITY_CAN, MAJORITY_CANNOT, MAJORITY_FORK } from '../../messages/majority.ts';
import type { Message, Section } from '../../messages/message.ts';
import { type Answer, forExample, list, plain, replyPrivately, say } from '../answer.ts';
import { command, type Invocation, optional, required } from '../command.ts';
import { type CurrentFigures, fromFigures } from '../current-figures.ts';
import { type AskedShare, type Holder, withShare } from '../held-share.ts';
import { COUNT, SUBJECT } from '../option-kinds.ts';
import { wordsOf } from '../quantities.ts';

export const risk = command({
  name: 'risk',
  description: 'What a miner with a given share could do to payments',
  options: [
    required('share', SUBJECT, 'A share such as 35%, or who holds it'),
    optional('confirmations', COUNT, 'Confirmations of the payment; 6 by default'),
  ],
  example: '/risk 35%',
  run: fromFigures(askRisk),
});

/** Nobody waits longer, and the odds of any minority are negligible by then. */
const MAX_CONFIRMATIONS = 1000;

function askRisk(current: CurrentFigures, { command, rest }: Invocation): Answer | Promise<Answer> {
  const words = wordsOf(rest);
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const isCount = /^-?\d+$/.test(last);
  const confirmations = isCount ? Number(last) : USUAL_CONFIRMATIONS;
  if (confirmations < 1 || confirmations > MAX_CONFIRMATIONS)
    return replyPrivately('risk', `Confirmations go from 1 to ${whole(MAX_CONFIRMATIONS)}`, [
      forExample('/risk 35% 12'),
    ]);
  return withShare(current, command, isCount ? words.slice(0, -1) : words, {
    retry: (key) => `risk ${key} ${confirmations}`,
    answer: (asked) => riskAnswer(asked, confirmations),
  });
}

export function riskAnswer({ share, holder }: AskedShare, confirmations: number): Answer {
  return {
    message: riskMessage(riskOf(share, confirmations), holder),
    buttons: [
      ['25%', '35%', '45%', '51%'].flatMap((other) => button(other, `risk ${other} ${confirmations}`)),
    ],
  };
}

/** What a miner with a given share could do to payments. */
export function riskMessage(risk: Risk, holder: Holder | null): Message {
  const { share, confirmations, exact } = risk;
  const shareText = holder === null ? exactPercent : holder.isModelled ? aboutPercent : percent;
  const who = `${holder?.name ?? 'Somebody'} with ${shareText(share)}`;
  return say(
    'risk',
    `What ${holder?.isModelled ? percent(share, 0) : shareText(share)} of Bitcoin mining could do`,
    [
      ...(holder === null
        ? []
        : [plain(`${holder.name}: ${holder.how} Nothing says that anybody means harm.`, 9)]),
      plain(
        `${who} of the hash rate could undo a payment with ${counted(confirmations, 'confirmation')} in ${triesOf(exact)} (exact formula). That is outpacing the network, not mining ${counted(confirmations, 'block')} in a row.`,
        10,
      ),
      exact >= 1
        ? plain('No number of confirmations protects against it.', 7)
        : list(
            RISKS.map((accepted) => waitText(accepted, risk.confirmationsFor[accepted])),
            7,
            'How long to wait',
          ),
      plain(selfishText(share), 6),
      plain(MAJORITY_CAN, 5),
      plain(MAJORITY_CANNOT, 5),
      plain(MAJORITY_FORK, 2),
    ],
  );
}

/** The exact figures, for further calculation. */
export function riskDetails({ share, confirmations, exact, nakamoto, selfishMining }: Risk): Section {
  const { gamma0, gammaHalf } = selfishMining;
  const figures = [
    `Exact odds: ${percent(exact, 3)}; the Bitcoin paper's approximation: ${percent(nakamoto, 3)}`,
    `${counted(confirmations, 'block')} in a row: ${percent(share ** confirmations, 2)}`,
    `Selfish mining would yield ${percent(gamma0)} of all rewards with nobody relaying for the attacker, ${percent(gammaHalf)} with half the network; honest mining yields ${percent(share)}`,
    `It pays above ${percent(selfishThreshold(0))} and ${percent(selfishThreshold(0.5))}, and only after a difficulty adjustment`,
  ];
  return list(figures, 5, 'In figures');
}

function waitText(accepted: string, confirmations: number | null): string {
  const risk = exactPercent(Number(accepted));
  return confirmations === null
    ? `No number of confirmations brings the risk below ${risk}`
    : `For a risk below ${risk}: ${counted(confirmations, 'confirmation')}`;
}

function selfishText(share: number): string {
  const [alone, helped] = [selfishThreshold(0), selfishThreshold(0.5)];
  if (share > alone)
    return 'Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the attacker.';
  if (share > helped)
    return 'Above a quarter, holding back found blocks (selfish mining) can pay, if half the network relays for the attacker.';
  return 'Below a quarter, holding back found blocks (selfish mining) does not pay, unless more than half the network relays for the attacker.';
}
