import type { Vendor } from '../chats/chat-key.ts';

/** An environment variable, or a secret: its name, what it looks like, and what a fault says was expected. */
type Setting = { readonly name: string; readonly form: RegExp; readonly expected: string };

/** The secrets by which functions that answer know their services. */
export type ProofName = 'telegram-webhook-secret' | 'discord-public-key';

/** What a bot is called, stored so that a function that answers need not ask its service who it is. */
export type BotNameName = 'telegram-bot-name';

/** How the bot of a service is set, stored and called. */
type BotPlan = {
  readonly token: Setting;
  /** Where an operator gets one. */
  readonly tokenFrom: string;
  /** The chat of whoever runs the program. */
  readonly chat: Setting;
  /** The variable of another server than the service's own. */
  readonly api: string;
  /** An address that messages are posted to without a bot, its id, token and thread in groups; null where there is no such thing. */
  readonly webhook: Setting | null;
  /**
   * The function that the service posts to what people say, the secret by which it knows that it was the service,
   * and what its bot is called, where it needs to know; null for a service that only carries messages.
   */
  readonly answers: {
    readonly function: string;
    readonly proof: Setting & { readonly name: ProofName };
    readonly botName: (Setting & { readonly name: BotNameName }) | null;
  } | null;
};

/** The bots that there can be. */
export const BOTS: Readonly<Record<Vendor, BotPlan>> = {
  telegram: {
    token: {
      name: 'TELEGRAM_BOT_TOKEN',
      form: /^\d+:[\w-]+$/,
      expected: 'expected the token that BotFather gives, digits:letters',
    },
    tokenFrom: '@BotFather',
    chat: {
      name: 'TELEGRAM_CHAT_ID',
      form: /^(-?\d+(?:_\d+)?|@\w+)$/,
      expected: 'expected a chat number, with _ and the number of a topic behind it, or @name',
    },
    api: 'HASHTILT_TELEGRAM_API',
    webhook: null,
    answers: {
      function: 'telegram-webhook',
      proof: {
        name: 'telegram-webhook-secret',
        // What Telegram takes as `secret_token`.
        form: /^[\w-]{1,256}$/,
        expected: 'expected letters, digits, _ and -',
      },
      botName: {
        name: 'telegram-bot-name',
        form: /^\w{5,32}$/,
        expected: 'expected a username: 5 to 32 letters, digits and _',
      },
    },
  },
  discord: {
    token: {
      name: 'DISCORD_BOT_TOKEN',
      form: /^[\w.-]+$/,
      expected: 'expected a bot token: letters, digits, dots, hyphens',
    },
    tokenFrom: 'the developer portal',
    chat: { name: 'DISCORD_CHANNEL_ID', form: /^\d{15,21}$/, expected: 'expected a channel id of digits' },
    api: 'HASHTILT_DISCORD_API',
    webhook: {
      name: 'DISCORD_WEBHOOK_URL',
      form: /^https:\/\/[\w.]+\/api(?:\/v\d+)?\/webhooks\/(\d{15,21})\/([\w-]+)(?:\?thread_id=(\d{15,21}))?$/,
      expected:
        'expected the address of a Discord webhook, .../api/webhooks/<id>/<token>, with ?thread_id=<id> for a thread',
    },
    answers: {
      function: 'discord-interactions',
      proof: {
        name: 'discord-public-key',
        form: /^[0-9a-f]{64}$/i,
        expected: "expected the application's public key, 64 hexadecimal digits",
      },
      botName: null,
    },
  },
};
