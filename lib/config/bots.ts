import type { Vendor } from '../chats/chat-key.ts';

/** An environment variable or a secret: its name, its form, and what a fault says was expected. */
type Setting = { readonly name: string; readonly form: RegExp; readonly expected: string };

/** The secrets by which functions recognise their services. */
export type ProofName = 'telegram-webhook-secret' | 'discord-public-key';

/** The secret with the bot's username, so that a function need not ask the service for it. */
export type BotNameName = 'telegram-bot-name';

/** How a service's bot is configured and stored. */
type BotPlan = {
  readonly token: Setting;
  /** Where an operator gets one. */
  readonly tokenFrom: string;
  /** The operator's chat. */
  readonly chat: Setting;
  /** The variable that names another server than the service's own. */
  readonly api: string;
  /** A webhook's address, with its id, token and thread as groups; null where the service has no webhooks. */
  readonly webhook: Setting | null;
  /**
   * The function to which the service posts what people say, the secret by which it recognises the service, and its
   * bot's username, where it needs that; null for a service that only carries messages.
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
      expected: 'expected a chat number, with _ and the number of a topic after it if wanted, or @name',
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
