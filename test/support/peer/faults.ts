import { createHash } from 'node:crypto';
import { seededRandom } from '../seeded-random.ts';

/** How often something breaks; each is a part from 0 to 1. The same seed breaks the same things. */
export type FaultRates = {
  readonly seed: number;
  /** Of the requests that send or change a message: taken, and never answered. */
  readonly silence?: number;
  /** The same, but the connection is reset. */
  readonly reset?: number;
  /** Of those requests: not taken, 429 with a pause of one second. */
  readonly tooMany?: number;
  /** Of those requests: not taken, 500. */
  readonly broken?: number;
  /** Of the recipients: they let the bot in no more. */
  readonly blocked?: number;
  /** Of the recipients that can move: they live on under another id. */
  readonly migrated?: number;
  /** Of the recipients: they refuse what comes, in one of the words that the service has for it. */
  readonly refusing?: number;
  /** Of the recipients, Telegram only: at a limit of their own when something comes; after two tries they take it. */
  readonly full?: number;
};

export type RequestFault = 'silence' | 'reset' | 'tooMany' | 'broken';
export type RecipientFault = 'blocked' | 'migrated' | 'refusing' | 'full';
const RECIPIENT_FAULTS: readonly RecipientFault[] = ['blocked', 'migrated', 'refusing', 'full'];
const REQUEST_FAULTS: readonly RequestFault[] = ['silence', 'reset', 'tooMany', 'broken'];

export type Faults = {
  /** The fate of the next request, drawn in the order of requests. */
  readonly drawRequest: () => RequestFault | undefined;
  /** The fate of a recipient, which follows from its id alone. */
  readonly ofRecipient: (recipient: string) => RecipientFault | undefined;
};

export function createFaults(rates: FaultRates): Faults {
  const random = seededRandom(rates.seed);
  return {
    drawRequest: () => {
      let left = random();
      return REQUEST_FAULTS.find((fault) => {
        left -= rates[fault] ?? 0;
        return left < 0;
      });
    },
    ofRecipient: (recipient) => {
      const hash = createHash('sha256').update(`${rates.seed}:${recipient}`).digest();
      let left = hash.readUInt32LE(0) / 2 ** 32;
      return RECIPIENT_FAULTS.find((fault) => {
        left -= rates[fault] ?? 0;
        return left < 0;
      });
    },
  };
}
