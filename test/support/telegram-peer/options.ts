import type { AccountSummary } from '../peer/account.ts';
import type { FaultRates } from '../peer/faults.ts';
import type { ChatOptions, ChatRange } from './chats.ts';
import type { PaceLimits } from './pace.ts';
import type { People } from './people.ts';
import type { EditParams, SendParams } from './requests.ts';
import type { WebhookDelivery } from './updates.ts';

export type TelegramOptions = {
  readonly token: string;
  /** The only chats there are, with `ranges`. A name alone is a channel. */
  readonly chats: readonly (number | string | ChatOptions)[];
  readonly ranges?: readonly ChatRange[];
  readonly limits?: Partial<PaceLimits>;
  readonly faults?: FaultRates;
  /** How many messages are kept in full; 10,000 where nothing is said. All of them are accounted for. */
  readonly keep?: number;
  readonly port?: number;
  /** How many updates there were before; none where nothing is said. A bot remembers their numbers. */
  readonly updatesBefore?: number;
  /** The test sends what is wrong on purpose: its requests are not held against the description. */
  readonly provoked?: boolean;
};

/** What an accepted request gets instead of success. */
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
  /** Requests by method, refused ones too. */
  readonly requests: Readonly<Record<string, number>>;
  /** Answers by status, and `silence` and `reset`. */
  readonly answers: Readonly<Record<string, number>>;
};

/** What a test may ask and change, in process or through `controlPeer<TelegramControl>(url)`. */
export type TelegramControl = People & {
  /**
   * What the next accepted request gets instead of success: one of that method, or else one that sends or
   * changes a message. May be called several times.
   */
  readonly next: (answer: TelegramAnswer, method?: string) => void;
  /** Puts the peer's clock forward. */
  readonly advance: (seconds: number) => void;
  /** Every request is refused, whatever the chat: the token is unknown, or something before the service bars the address. */
  readonly bar: (how: 'token' | 'address' | null) => void;
  readonly setLimits: (limits: Partial<PaceLimits>) => void;
  /** Null ends all faults. */
  readonly setFaults: (rates: FaultRates | null) => void;
  readonly changeChat: (chat: ChatOptions) => void;
  readonly repeatUpdate: (updateId: number) => Promise<WebhookDelivery>;
  /** An update of any content, such as no true Telegram tells. */
  readonly tell: (kind: string, content: unknown) => Promise<WebhookDelivery>;
  readonly account: () => TelegramAccount;
  /** Of these chats, moved ones under their new id: who never got the text, and who is out of reach. */
  readonly missing: (
    text: string,
    chats: readonly (number | string)[],
  ) => { readonly missing: readonly (number | string)[]; readonly gone: readonly (number | string)[] };
  /** The newest messages, as `sent` has them. */
  readonly sentMessages: () => readonly SentMessage[];
};
