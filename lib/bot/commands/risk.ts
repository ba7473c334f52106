import { confirmationsFor, reversalOdds, USUAL_CONFIRMATIONS } from '../../core/risk/double-spend.ts';
import { selfishThreshold } from '../../core/risk/selfish-mining.ts';
import { percent, triesOf, whole } from '../../messages/format.ts';
import { MAJORITY_CAN, MAJORITY_CANNOT, MAJORITY_FORK } from '../../messages/majority.ts';
import { text } from '../../messages/message.ts';
import { type Answer, plain, press, say } from '../answer.ts';
import { type Asked, type Command, optional, required } from '../command.ts';
import { type AskedShare, withShare } from '../held-share.ts';
import { COUNT, SUBJECT } from '../option-kinds.ts';
import { wordsOf } from '../quantities.ts';
import { fromFigures, type Told } from '../told.ts';

export const risk = {
  name: 'risk',
  description: 'What a holder of a share could do to payments',
  options: [
    required('share', SUBJECT, 'A share such as 35%, or who holds it'),
    optional('confirmations', COUNT, 'Confirmations of the payment; 6 where nothing is said'),
  ],
  permission: 'anybody',
  example: '/risk 35%',
  run: fromFigures(askRisk),
} as const satisfies Command;

/** Beyond it the odds of any minority are nothing, and nobody waits so long. */
const MOST_CONFIRMATIONS = 1000;

/** Risks that people accept when they ask how long to wait. */
const RISKS = [0.01, 0.001];

function askRisk(told: Told, { command, rest }: Asked): Promise<Answer> {
  const words = wordsOf(rest);
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const isCount = /^\d{1,4}$/.test(last) && Number(last) >= 1 && Number(last) <= MOST_CONFIRMATIONS;
  const confirmations = isCount ? Number(last) : USUAL_CONFIRMATIONS;
  return withShare(told, command, isCount ? words.slice(0, -1) : words, {
    retry: (key) => `risk ${key} ${confirmations}`,
    answer: (asked) => riskAnswer(asked, confirmations),
  });
}

/** What a holder of a share could do to payments. */
export function riskAnswer({ share, holder }: AskedShare, confirmations: number): Answer {
  const who = holder === null ? `Somebody with ${percent(share)}` : `${holder.name} with ${percent(share)}`;
  const odds = reversalOdds(share, confirmations);
  return {
    message: say('risk', `What ${percent(share)} of Bitcoin mining could do`, [
      ...(holder === null
        ? []
        : [plain(`${holder.name}: ${holder.how} Nothing says that anybody means harm.`, 9)]),
      plain(
        `${who} of the hash rate could undo a payment with ${whole(confirmations)} confirmations in ${triesOf(odds)} (exact formula). That is outpacing the network, not mining ${whole(confirmations)} blocks in a row.`,
        10,
      ),
      {
        kind: 'list',
        title: 'How long to wait',
        items: RISKS.map((risk) => [text(waitText(share, risk))]),
        rank: 7,
      },
      plain(selfishText(share), 6),
      plain(MAJORITY_CAN, 5),
      plain(MAJORITY_CANNOT, 5),
      plain(MAJORITY_FORK, 2),
    ]),
    buttons: [
      ['25%', '35%', '45%', '51%'].flatMap((other) => press(other, `risk ${other} ${confirmations}`)),
    ],
  };
}

function waitText(share: number, risk: number): string {
  const confirmations = confirmationsFor(share, risk);
  return confirmations === null
    ? `No number of confirmations brings the risk below ${percent(risk)}`
    : `For a risk below ${percent(risk)}: ${whole(confirmations)} ${confirmations === 1 ? 'confirmation' : 'confirmations'}`;
}

function selfishText(share: number): string {
  const [alone, helped] = [selfishThreshold(0), selfishThreshold(0.5)];
  if (share > alone)
    return `Above ${percent(alone)} holding back found blocks (selfish mining) pays, even if nobody relays for the cheat.`;
  if (share > helped)
    return `Above ${percent(helped)} holding back found blocks (selfish mining) can pay, if half the network relays for the cheat.`;
  return `Holding back found blocks (selfish mining) does not pay below ${percent(helped)}, unless more than half the network relays for the cheat.`;
}
