import { createHash } from 'node:crypto';
import { createHashCounts } from './hash-counts.ts';

/** Messages that came more than once to one recipient. */
export type Double = {
  readonly recipient: string;
  /** Digest of the text, as in `texts`. */
  readonly text: string;
  readonly copies: number;
  /** Copies that came after one whose sender was told that it had arrived. */
  readonly afterAnswer: number;
};

export type AccountSummary = {
  /** Messages taken, copies included. */
  readonly accepted: number;
  /** Different pairs of recipient and text. */
  readonly distinct: number;
  /** Messages taken of which the sender got no answer. */
  readonly unanswered: number;
  readonly doubles: readonly Double[];
  /** Messages by text; the first 1,000 different texts, by digest, with how each begins. */
  readonly texts: readonly { readonly digest: string; readonly begins: string; readonly messages: number }[];
};

/** Who got what how often; a few bytes a message, so a million fit. */
export type Account = {
  readonly accept: (recipient: string, text: string, answered: boolean) => void;
  /** A repeat that made no copy has told its sender that the text is there. */
  readonly confirm: (recipient: string, text: string) => void;
  readonly copies: (recipient: string, text: string) => number;
  readonly summary: () => AccountSummary;
};

const MOST_TEXTS = 1000;

export function createAccount(): Account {
  const counts = createHashCounts();
  const answeredPairs = createHashCounts();
  const doubles = new Map<string, { -readonly [key in keyof Double]: Double[key] }>();
  const texts = new Map<string, { begins: string; messages: number }>();
  let [accepted, unanswered] = [0, 0];
  return {
    accept: (recipient, text, answered) => {
      const digest = digestOf(text);
      const pair = pairHash(recipient, digest);
      accepted += 1;
      if (!answered) unanswered += 1;
      const copies = counts.add(pair);
      if (copies > 1) {
        const key = `${recipient} ${digest}`;
        const double = doubles.get(key) ?? { recipient, text: digest, copies, afterAnswer: 0 };
        double.copies = copies;
        if (answeredPairs.get(pair) > 0) double.afterAnswer += 1;
        doubles.set(key, double);
      }
      if (answered) answeredPairs.add(pair);
      const known = texts.get(digest);
      if (known !== undefined) known.messages += 1;
      else if (texts.size < MOST_TEXTS) texts.set(digest, { begins: text.slice(0, 80), messages: 1 });
    },
    confirm: (recipient, text) => void answeredPairs.add(pairHash(recipient, digestOf(text))),
    copies: (recipient, text) => counts.get(pairHash(recipient, digestOf(text))),
    summary: () => ({
      accepted,
      distinct: counts.size(),
      unanswered,
      doubles: [...doubles.values()],
      texts: [...texts].map(([digest, text]) => ({ digest, ...text })),
    }),
  };
}

/** The digest by which the account names a text. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function pairHash(recipient: string, digest: string): Buffer {
  return createHash('sha256').update(`${recipient} ${digest}`).digest();
}
