import type { AccountSummary } from '../peer/account.ts';
import type { FaultRates } from '../peer/faults.ts';
import type { ChatOptions, ChatRange } from './chats.ts';
import type { PaceLimits } from './pace.ts';
import type { People } from './people.ts';
import type { EditParams, SendParams } from './requests.ts';
import type { WebhookDelivery } from './updates.ts';

export type TelegramOptions = {
  readonly token: string;
  /** All chats that exist, with `ranges`. A bare name is a channel. */
  readonly chats: readonly (number | string | ChatOptions)[];
  readonly ranges?: readonly ChatRange[];
  readonly limits?: Partial<PaceLimits>;
  readonly faults?: FaultRates;
  /** How many messages are kept in full, 10,000 by default; the account counts all. */
  readonly keep?: number;
  readonly port?: number;
  /** Number of earlier updates, 0 by default; a bot remembers update ids. */
  readonly updatesBefore?: number;
  /** Whether the test sends invalid requests on purpose: they are refused, but do not fail the run. */
  readonly provoked?: boolean;
};

/** What a valid request gets instead of success. */
export type TelegramAnswer =
  | { readonly kind: 'too-many'; readonly retryAfter: number }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'migrated'; readonly to: number }
  | { readonly kind: 'refused'; readonly code: number; readonly description: string }
  | { readonly kind: 'broken' }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

/** A message sent or edited. */
export type SentMessage = {
  readonly method: string;
  readonly messageId: number;
  readonly chat: number | string;
  /** The text or caption after entity parsing. */
  readonly text: string;
  readonly photo?: { readonly width: number; readonly height: number; readonly bytes: number };
  readonly payload: SendParams | EditParams;
};

export type TelegramAccount = AccountSummary & {
  /** Requests by method, including refused ones. */
  readonly requests: Readonly<Record<string, number>>;
  /** Answers by status; also `silence` and `reset`. */
  readonly answers: Readonly<Record<string, number>>;
};

/** What a test can query and change, in process or through `controlPeer<TelegramControl>(url)`. */
export type TelegramControl = People & {
  /**
   * Queues an answer for the next valid request of a method or, without one, the next that sends or edits a
   * message.
   */
  readonly next: (answer: TelegramAnswer, method?: string) => void;
  /** Advances the peer's clock. */
  readonly advance: (seconds: number) => void;
  /** Refuses every request: unknown token, or address blocked in front of the service. Null ends it. */
  readonly bar: (how: 'token' | 'address' | null) => void;
  readonly setLimits: (limits: Partial<PaceLimits>) => void;
  /** Null ends all faults. */
  readonly setFaults: (rates: FaultRates | null) => void;
  readonly changeChat: (chat: ChatOptions) => void;
  readonly repeatUpdate: (updateId: number) => Promise<WebhookDelivery>;
  /** Publishes an update of any content, even one that Telegram would never send. */
  readonly publish: (kind: string, content: unknown) => Promise<WebhookDelivery>;
  readonly account: () => TelegramAccount;
  /** Of these chats (moved ones under their new id), those that never got the text, and those out of reach. */
  readonly missing: (
    text: string,
    chats: readonly (number | string)[],
  ) => { readonly missing: readonly (number | string)[]; readonly gone: readonly (number | string)[] };
  /** The newest messages, as in `sent`. */
  readonly sentMessages: () => readonly SentMessage[];
};
