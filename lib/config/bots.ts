import type { Vendor } from '../chats/chat-key.ts';

/** An environment variable or a secret. `expected`: the message if a value does not match. */
type Setting = { readonly name: string; readonly pattern: RegExp; readonly expected: string };

/** The secrets by which functions authenticate their services. */
export type ProofSecret = 'telegram-webhook-secret' | 'discord-public-key';

/** The stored username of the bot, which saves a function from asking the service for it. */
export type BotNameSecret = 'telegram-bot-name';

/** How a service's bot is configured and stored. */
type BotPlan = {
  readonly token: Setting;
  readonly tokenFrom: string;
  readonly chat: Setting;
  /** The variable that replaces the service's API server. */
  readonly api: string;
  /** A webhook's address, with its id, token and thread as groups; null if the service has no webhooks. */
  readonly webhook: Setting | null;
  /**
   * The function to which the service posts what people write, the secret by which it authenticates the service, and
   * the bot's username, if it needs that; null for a service that only carries messages.
   */
  readonly answers: {
    readonly function: string;
    readonly proof: Setting & { readonly name: ProofSecret };
    readonly botName: (Setting & { readonly name: BotNameSecret }) | null;
  } | null;
};

export const BOTS: Readonly<Record<Vendor, BotPlan>> = {
  telegram: {
    token: {
      name: 'TELEGRAM_BOT_TOKEN',
      pattern: /^\d+:[\w-]+$/,
      expected: 'expected the token that BotFather gives, digits:letters',
    },
    tokenFrom: '@BotFather',
    chat: {
      name: 'TELEGRAM_CHAT_ID',
      pattern: /^(-?\d+(?:_\d+)?|@\w+)$/,
      expected: 'expected a chat number, with _ and the number of a topic after it if wanted, or @name',
    },
    api: 'HASHTILT_TELEGRAM_API',
    webhook: null,
    answers: {
      function: 'telegram-webhook',
      proof: {
        name: 'telegram-webhook-secret',
        // Bot API, setWebhook: the characters and length of `secret_token`.
        pattern: /^[\w-]{1,256}$/,
        expected: 'expected letters, digits, _ and -',
      },
      botName: {
        name: 'telegram-bot-name',
        pattern: /^\w{5,32}$/,
        expected: 'expected a username: 5 to 32 letters, digits and _',
      },
    },
  },
  discord: {
    token: {
      name: 'DISCORD_BOT_TOKEN',
      pattern: /^[\w.-]+$/,
      expected: 'expected a bot token: letters, digits, dots, hyphens',
    },
    tokenFrom: 'the developer portal',
    chat: { name: 'DISCORD_CHANNEL_ID', pattern: /^\d{15,21}$/, expected: 'expected a channel id of digits' },
    api: 'HASHTILT_DISCORD_API',
    webhook: {
      name: 'DISCORD_WEBHOOK_URL',
      pattern:
        /^https:\/\/[\w.]+\/api(?:\/v\d+)?\/webhooks\/(\d{15,21})\/([\w-]+)(?:\?thread_id=(\d{15,21}))?$/,
      expected:
        'expected the address of a Discord webhook, .../api/webhooks/<id>/<token>, with ?thread_id=<id> for a thread',
    },
    answers: {
      function: 'discord-interactions',
      proof: {
        name: 'discord-public-key',
        pattern: /^[0-9a-f]{64}$/i,
        expected: "expected the application's public key, 64 hexadecimal digits",
      },
      botName: null,
    },
  },
};
