import { createHash } from 'node:crypto';
import { seededRandom } from '../seeded-random.ts';

/** Fault rates, each a fraction 0-1. The same seed causes the same faults. */
export type FaultRates = {
  readonly seed: number;
  /** Of requests that send or edit a message: carried out, but never answered. */
  readonly silence?: number;
  /** Of those requests: carried out, but the connection is reset. */
  readonly reset?: number;
  /** Of those requests: not carried out, 429 with a pause of one second. */
  readonly tooMany?: number;
  /** Of those requests: not carried out, 500. */
  readonly broken?: number;
  /** Of recipients: they have blocked the bot. */
  readonly blocked?: number;
  /** Of recipients that can move: they have another id now. */
  readonly migrated?: number;
  /** Of recipients: they refuse messages, with one of the service's reasons. */
  readonly refusing?: number;
  /** Of recipients, Telegram only: at their own limit when a message comes; they accept it after two tries. */
  readonly full?: number;
};

export type RequestFault = 'silence' | 'reset' | 'tooMany' | 'broken';
export type RecipientFault = 'blocked' | 'migrated' | 'refusing' | 'full';
const RECIPIENT_FAULTS: readonly RecipientFault[] = ['blocked', 'migrated', 'refusing', 'full'];
const REQUEST_FAULTS: readonly RequestFault[] = ['silence', 'reset', 'tooMany', 'broken'];

export type Faults = {
  /** The fault of the next request, drawn in the order of requests. */
  readonly drawRequest: () => RequestFault | undefined;
  /** The fault of a recipient, which depends on its id alone. */
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
