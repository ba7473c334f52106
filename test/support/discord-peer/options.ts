import type { AccountSummary } from '../peer/account.ts';
import type { BucketLimit } from '../peer/buckets.ts';
import type { FaultRates } from '../peer/faults.ts';
import type { InteractionAnswer, InteractionRequest } from './interactions.ts';
import type { AnyMessage } from './requests.ts';
import type { RouteName } from './routes.ts';

/** Of Discord's channel types: text of a guild, direct message, announcement, public thread, private thread. */
export type ChannelType = 0 | 1 | 5 | 11 | 12;

/** A channel that there is. */
export type ChannelOptions = {
  readonly id: string;
  /** 0 where nothing is said. */
  readonly type?: ChannelType;
  readonly guild?: string;
  /** `unseen`: 50001. `read-only`: 50013. `closed`, for a direct message: 50007. */
  readonly access?: 'full' | 'unseen' | 'read-only' | 'closed';
  /** Whether the bot may not attach files there: a message with one gets the 50013 that says no more. */
  readonly forbidsFiles?: boolean;
  /** Of a thread: where it belongs, that it is archived, and that only moderators may reopen it. */
  readonly parent?: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
  /** The bot may not read what was said before, and so reply to none of it. */
  readonly hidesHistory?: boolean;
};

/** That many text channels with consecutive ids. */
export type ChannelRange = { readonly from: string; readonly count: number };

export type WebhookOptions = {
  readonly id: string;
  readonly token: string;
  readonly channel: string;
  /** Threads of the channel; each a channel of its own, too. */
  readonly threads?: readonly string[];
};

export type DiscordLimits = {
  /** Over all requests of the bot; null = none. */
  readonly global: BucketLimit | null;
  /** Of one route in one channel, guild or webhook: so many requests in so many seconds; null = none. */
  readonly route: { readonly limit: number; readonly perSeconds: number } | null;
  /** Whether answers tell of the route's limit. */
  readonly headers: boolean;
  /** Refused requests in ten minutes after which the address is banned. */
  readonly invalid: number;
};

export type DiscordOptions = {
  readonly token: string;
  /** The only channels there are, with `ranges`. An id alone is a text channel. */
  readonly channels: readonly (string | ChannelOptions)[];
  readonly ranges?: readonly ChannelRange[];
  readonly webhooks?: readonly WebhookOptions[];
  readonly applicationId?: string;
  readonly limits?: Partial<DiscordLimits>;
  readonly faults?: FaultRates;
  /** How many messages are kept in full; 10,000 where nothing is said. All of them are accounted for. */
  readonly keep?: number;
  readonly port?: number;
  /** The test sends what is wrong on purpose: its requests are not held against the description. */
  readonly provoked?: boolean;
};

/** What an accepted request gets instead of success. */
export type DiscordAnswer =
  | {
      readonly kind: 'too-many';
      readonly retryAfter: number;
      readonly global: boolean;
      /** A limit of the channel that others share. */
      readonly shared?: boolean;
    }
  | { readonly kind: 'bucket-empty'; readonly resetAfter: number }
  | { readonly kind: 'refused'; readonly status: number; readonly code: number; readonly message: string }
  | { readonly kind: 'firewall' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

export type SentFile = { readonly name: string; readonly bytes: number };

/** A message sent or edited. */
export type SentMessage = {
  readonly id: string;
  readonly channel: string;
  readonly act: 'create' | 'edit' | 'webhook' | 'interaction';
  readonly payload: AnyMessage;
  readonly files: readonly SentFile[];
};

/** A nonce that came again when it was told no more, and so made another message. */
export type ForgottenNonce = {
  readonly channel: string /** Since it was last told. */;
  readonly seconds: number;
};

export type DiscordAccount = AccountSummary & {
  /** Requests by method and route, refused ones too. */
  readonly requests: Readonly<Record<string, number>>;
  /** Answers by status, and `silence` and `reset`. */
  readonly answers: Readonly<Record<string, number>>;
  /** Refused requests of the last ten minutes that count towards a ban. */
  readonly invalid: number;
  /** Repeats that a nonce has told. */
  readonly deduplicated: number;
  /** Nonces that made another message, since they were forgotten meanwhile. */
  readonly forgotten: readonly ForgottenNonce[];
  readonly crossposted: number;
};

/** What a test may ask and change, in process or through `controlPeer<DiscordControl>(url)`. */
export type DiscordControl = {
  /** Every request that came, refused ones too. */
  readonly requests: () => number;
  /** Of the next request of a route, or else of one that makes or changes a message. May be called several times. */
  readonly next: (answer: DiscordAnswer, route?: RouteName) => void;
  /** Puts the peer's clock forward, so that it forgets nonces, limits and interactions. */
  readonly advance: (seconds: number) => void;
  /** Every request is refused, whatever the channel: the token is unknown, or the firewall bars the address, with a code or a page. */
  readonly bar: (how: 'token' | 'address' | 'page' | null) => void;
  readonly setLimits: (limits: Partial<DiscordLimits>) => void;
  /** Null ends all faults. */
  readonly setFaults: (rates: FaultRates | null) => void;
  readonly changeChannel: (channel: ChannelOptions) => void;
  readonly account: () => DiscordAccount;
  /** Of these channels: which never got the text, and which are out of reach. */
  readonly missing: (
    text: string,
    channels: readonly string[],
  ) => { readonly missing: readonly string[]; readonly gone: readonly string[] };
  readonly sentMessages: () => readonly SentMessage[];
  /** The key with which interactions are signed, in hexadecimal as an application's page shows it. */
  readonly publicKey: () => string;
  /** Where the application has its interactions posted; null where it has none. */
  readonly endpoint: () => string | null;
  /** Sends an interaction to an endpoint, signed as asked. */
  readonly interact: (endpoint: string, interaction: InteractionRequest) => Promise<InteractionAnswer>;
  readonly commands: (guild?: string) => readonly object[];
};
