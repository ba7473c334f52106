import { createHash } from 'node:crypto';
import { createHashCounts } from './hash-counts.ts';

/** A text that one recipient received more than once. */
export type Duplicate = {
  readonly recipient: string;
  /** Digest of the text, as in `texts`. */
  readonly text: string;
  readonly copies: number;
  /** Copies accepted after the sender had learned that an earlier one arrived. */
  readonly afterAnswer: number;
};

export type AccountSummary = {
  /** Messages accepted, including copies. */
  readonly accepted: number;
  /** Distinct pairs of recipient and text. */
  readonly distinct: number;
  /** Accepted messages whose sender got no answer. */
  readonly unanswered: number;
  readonly duplicates: readonly Duplicate[];
  /** Messages per text, for the first 1,000 distinct texts; `begins`: the first 80 characters. */
  readonly texts: readonly { readonly digest: string; readonly begins: string; readonly messages: number }[];
};

/** How often each recipient got each text, in a few bytes per message, so a million fit. */
export type Account = {
  readonly accept: (recipient: string, text: string, answered: boolean) => void;
  /** Notes that a repeat, which created no copy, let the sender know the text arrived. */
  readonly confirm: (recipient: string, text: string) => void;
  readonly copies: (recipient: string, text: string) => number;
  readonly summary: () => AccountSummary;
};

const MAX_TEXTS = 1000;

export function createAccount(): Account {
  const counts = createHashCounts();
  const answeredPairs = createHashCounts();
  const duplicates = new Map<string, { -readonly [key in keyof Duplicate]: Duplicate[key] }>();
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
        const duplicate = duplicates.get(key) ?? { recipient, text: digest, copies, afterAnswer: 0 };
        duplicate.copies = copies;
        if (answeredPairs.get(pair) > 0) duplicate.afterAnswer += 1;
        duplicates.set(key, duplicate);
      }
      if (answered) answeredPairs.add(pair);
      const known = texts.get(digest);
      if (known !== undefined) known.messages += 1;
      else if (texts.size < MAX_TEXTS) texts.set(digest, { begins: text.slice(0, 80), messages: 1 });
    },
    confirm: (recipient, text) => void answeredPairs.add(pairHash(recipient, digestOf(text))),
    copies: (recipient, text) => counts.get(pairHash(recipient, digestOf(text))),
    summary: () => ({
      accepted,
      distinct: counts.size(),
      unanswered,
      duplicates: [...duplicates.values()],
      texts: [...texts].map(([digest, text]) => ({ digest, ...text })),
    }),
  };
}

/** The digest by which the account identifies a text. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function pairHash(recipient: string, digest: string): Buffer {
  return createHash('sha256').update(`${recipient} ${digest}`).digest();
}
