import * as z from 'zod/mini';
import { parseInput } from '../schema.ts';

/** Names of all environment variables, so that no two places can spell one differently. */
export const ENV = {
  store: 'HASHTILT_STORE',
  table: 'HASHTILT_TABLE',
  dynamoEndpoint: 'HASHTILT_DYNAMODB_ENDPOINT',
  mempool: 'HASHTILT_MEMPOOL_URL',
  mempoolPace: 'HASHTILT_MEMPOOL_PACE_MS',
  rules: 'HASHTILT_RULES',
  reportUrl: 'HASHTILT_REPORT_URL',
  telegramToken: 'TELEGRAM_BOT_TOKEN',
  telegramChat: 'TELEGRAM_CHAT_ID',
  telegramApi: 'HASHTILT_TELEGRAM_API',
  discordToken: 'DISCORD_BOT_TOKEN',
  discordChannel: 'DISCORD_CHANNEL_ID',
  discordWebhook: 'DISCORD_WEBHOOK_URL',
  discordApi: 'HASHTILT_DISCORD_API',
  stage: 'HASHTILT_STAGE',
  runbookUrl: 'HASHTILT_RUNBOOK_URL',
  alarmEmail: 'HASHTILT_ALARM_EMAIL',
  heartbeatUrl: 'HASHTILT_HEARTBEAT_URL',
} as const;

/** Deployments that one AWS account can hold beside each other. */
export const STAGE_NAMES = ['dev', 'prod'] as const;

export type StageName = (typeof STAGE_NAMES)[number];

const address = z.url({ protocol: /^https?$/, error: 'expected an http or https address' });
const text = z.string().check(z.minLength(1));

/** The address that Discord gives out; only id and token are taken from it. */
const WEBHOOK = /^https:\/\/[\w.]+\/api(?:\/v\d+)?\/webhooks\/(\d{15,21})\/([\w-]+)$/;

const environmentSchema = z.object({
  [ENV.store]: z._default(text, '.hashtilt'),
  [ENV.table]: z.optional(text),
  [ENV.dynamoEndpoint]: z.optional(address),
  [ENV.mempool]: z._default(
    z.string().check(
      z.refine((value) => value === 'off' || z.safeParse(address, value).success, {
        error: 'expected "off" or an http or https address',
      }),
    ),
    'https://mempool.space',
  ),
  [ENV.mempoolPace]: z._default(
    z.string().check(z.regex(/^\d{1,5}$/, 'expected whole milliseconds, 0 to 99999')),
    // Polite to mempool.space, which gives its data away.
    '200',
  ),
  [ENV.rules]: z.optional(text),
  [ENV.reportUrl]: z.optional(address),
  [ENV.telegramToken]: z.optional(
    z.string().check(z.regex(/^\d+:[\w-]+$/, 'expected the token that BotFather gives, digits:letters')),
  ),
  [ENV.telegramChat]: z.optional(
    z.string().check(z.regex(/^(-?\d+|@\w+)$/, 'expected a chat number or @name')),
  ),
  [ENV.telegramApi]: z.optional(address),
  [ENV.discordToken]: z.optional(
    z.string().check(z.regex(/^[\w.-]+$/, 'expected a bot token: letters, digits, dots, hyphens')),
  ),
  [ENV.discordChannel]: z.optional(
    z.string().check(z.regex(/^\d{15,21}$/, 'expected a channel id of digits')),
  ),
  [ENV.discordWebhook]: z.optional(
    z
      .string()
      .check(z.regex(WEBHOOK, 'expected the address of a Discord webhook, .../api/webhooks/<id>/<token>')),
  ),
  [ENV.discordApi]: z.optional(address),
  [ENV.stage]: z._default(z.enum(STAGE_NAMES), 'prod'),
  [ENV.runbookUrl]: z.optional(address),
  [ENV.alarmEmail]: z.optional(z.email({ error: 'expected a mail address' })),
  [ENV.heartbeatUrl]: z.optional(address),
});

/** A bot of one service: its token, and the chat of whoever runs the program, if there is one. */
export type Bot = { readonly token: string; readonly chat: string | null; readonly api: string | undefined };

/** A channel that is written to without a bot. */
export type Webhook = { readonly id: string; readonly token: string; readonly api: string | undefined };

export type Settings = {
  /** A DynamoDB table, or the folder of the embedded store. */
  readonly store:
    | { readonly kind: 'table'; readonly name: string; readonly endpoint: string | undefined }
    | { readonly kind: 'embedded'; readonly path: string };
  /** Base address of mempool.space or an instance of one's own; null where live blocks are switched off. */
  readonly mempool: string | null;
  /** Least milliseconds between the starts of two requests there. */
  readonly mempoolPaceMs: number;
  readonly rulesFile: string | null;
  readonly reportUrl: string | null;
  /** Null where its token is not set. */
  readonly telegram: Bot | null;
  readonly discord: Bot | null;
  readonly discordWebhook: Webhook | null;
  /** Which deployment `deploy`, `setup`, `doctor` and `teardown` are about. */
  readonly stage: StageName;
  readonly runbookUrl: string | null;
  /** Who is mailed when an alarm goes off. */
  readonly alarmEmail: string | null;
  /** A secret: whoever knows it can say that all is well. */
  readonly heartbeatUrl: string | null;
};

/**
 * Reads the settings from environment variables; an empty variable counts as not set.
 *
 * @param where what faults call the place of the settings.
 *
 * @throws InputError with every fault, naming the variable and what was expected, never its value.
 */
export function parseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  where = 'environment',
): Settings {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = parseInput(environmentSchema, set, where);
  const table = parsed[ENV.table];
  const mempool = parsed[ENV.mempool];
  return {
    store:
      table === undefined
        ? { kind: 'embedded', path: parsed[ENV.store] }
        : { kind: 'table', name: table, endpoint: parsed[ENV.dynamoEndpoint] },
    mempool: mempool === 'off' ? null : mempool,
    mempoolPaceMs: Number(parsed[ENV.mempoolPace]),
    rulesFile: parsed[ENV.rules] ?? null,
    reportUrl: parsed[ENV.reportUrl] ?? null,
    telegram: bot(parsed[ENV.telegramToken], parsed[ENV.telegramChat], parsed[ENV.telegramApi]),
    discord: bot(parsed[ENV.discordToken], parsed[ENV.discordChannel], parsed[ENV.discordApi]),
    discordWebhook: webhook(parsed[ENV.discordWebhook], parsed[ENV.discordApi]),
    stage: parsed[ENV.stage],
    runbookUrl: parsed[ENV.runbookUrl] ?? null,
    alarmEmail: parsed[ENV.alarmEmail] ?? null,
    heartbeatUrl: parsed[ENV.heartbeatUrl] ?? null,
  };
}

function bot(token: string | undefined, chat: string | undefined, api: string | undefined): Bot | null {
  return token === undefined ? null : { token, chat: chat ?? null, api };
}

function webhook(address: string | undefined, api: string | undefined): Webhook | null {
  const [, id, token] = WEBHOOK.exec(address ?? '') ?? [];
  return id === undefined || token === undefined ? null : { id, token, api };
}
