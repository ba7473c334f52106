import * as z from 'zod/mini';
import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import { parseInput } from '../schema.ts';
import { BOTS } from './bots.ts';
import { type SourceSetting, sourcesSchema } from './sources.ts';

/** The names of environment variables; those of bots are in `BOTS`. */
export const ENV = {
  store: 'HASHTILT_STORE',
  table: 'HASHTILT_TABLE',
  dynamoEndpoint: 'HASHTILT_DYNAMODB_ENDPOINT',
  sources: 'HASHTILT_SOURCES',
  mempool: 'HASHTILT_MEMPOOL_URL',
  mempoolPace: 'HASHTILT_MEMPOOL_PACE_MS',
  rules: 'HASHTILT_RULES',
  reportUrl: 'HASHTILT_REPORT_URL',
  siteUrl: 'HASHTILT_SITE_URL',
  siteListen: 'HASHTILT_SITE_LISTEN',
  siteCertificate: 'HASHTILT_SITE_CERTIFICATE',
  stage: 'HASHTILT_STAGE',
  runbookUrl: 'HASHTILT_RUNBOOK_URL',
  alarmEmail: 'HASHTILT_ALARM_EMAIL',
  heartbeatUrl: 'HASHTILT_HEARTBEAT_URL',
} as const;

export const SETTINGS: ReadonlySet<string> = new Set([
  ...Object.values(ENV),
  ...Object.values(BOTS).flatMap(({ token, chat, api, webhook }) => [
    ...[token.name, chat.name, api],
    ...(webhook === null ? [] : [webhook.name]),
  ]),
]);

/** The deployments that one AWS account can hold. */
export const STAGE_NAMES = ['dev', 'prod'] as const;

export type StageName = (typeof STAGE_NAMES)[number];

const address = z.url({ protocol: /^https?$/, error: 'expected an http or https address' });
const text = z.string().check(z.minLength(1));

function botSchema(vendor: Vendor) {
  const { token, chat, api, webhook } = BOTS[vendor];
  const set = [token, chat, ...(webhook === null ? [] : [webhook])];
  return {
    ...Object.fromEntries(
      set.map(({ name, pattern, expected }) => [
        name,
        z.optional(z.string().check(z.regex(pattern, expected))),
      ]),
    ),
    [api]: z.optional(address),
  };
}

/** A host and port to listen on; an IPv6 address is in brackets. */
const LISTEN = /^(?:off|(\[[\da-fA-F:.]+\]|[\w.-]+):(\d{1,5}))$/;

const HIGHEST_PORT = 65_535;

const environmentSchema = z.object({
  ...(Object.assign({}, ...VENDORS.map(botSchema)) as ReturnType<typeof botSchema>),
  [ENV.store]: z._default(text, '.hashtilt'),
  [ENV.table]: z.optional(text),
  [ENV.dynamoEndpoint]: z.optional(address),
  [ENV.sources]: z.optional(sourcesSchema),
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
    // Polite to mempool.space, which serves its data for free.
    '200',
  ),
  [ENV.rules]: z.optional(text),
  [ENV.reportUrl]: z.optional(address),
  [ENV.siteUrl]: z.optional(address),
  [ENV.siteListen]: z._default(
    z.string().check(
      z.refine((value) => Number(LISTEN.exec(value)?.[2] ?? (value === 'off' ? 0 : NaN)) <= HIGHEST_PORT, {
        error: 'expected "off" or an address and a port to listen on, such as 127.0.0.1:8480',
      }),
    ),
    '127.0.0.1:8480',
  ),
  [ENV.siteCertificate]: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
          'expected the ARN of a certificate in us-east-1, the only region where CloudFront looks for it',
        ),
      ),
  ),
  [ENV.stage]: z._default(z.enum(STAGE_NAMES), 'prod'),
  [ENV.runbookUrl]: z.optional(address),
  [ENV.alarmEmail]: z.optional(z.email({ error: 'expected a mail address' })),
  [ENV.heartbeatUrl]: z.optional(address),
});

type Bot = Readonly<ReturnType<typeof botOf>>;

export type Bots = Readonly<Record<Vendor, Bot>>;

export type Settings = Readonly<ReturnType<typeof parseEnvironment>>;

/**
 * Parses the settings from environment variables; an empty one counts as not set.
 *
 * @param where what faults call the environment.
 * @throws InputError with every fault, naming the variable, never its value.
 */
export function parseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  where = 'environment',
) {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = parseInput(environmentSchema, set, where);
  const table = parsed[ENV.table];
  const mempool = parsed[ENV.mempool];
  const [, host, port] = LISTEN.exec(parsed[ENV.siteListen]) ?? [];
  const live = mempool === 'off' ? [] : [{ kind: 'mempool', address: mempool, cookieFile: null } as const];
  return {
    /** A DynamoDB table, or the folder of the embedded store. */
    store:
      table === undefined
        ? ({ kind: 'embedded', path: parsed[ENV.store] } as const)
        : ({ kind: 'table', name: table, endpoint: parsed[ENV.dynamoEndpoint] } as const),
    /** The sources of live blocks, in the order of trust; empty if they are switched off. */
    sources: (parsed[ENV.sources] ?? live) as readonly SourceSetting[],
    /** Minimum milliseconds between the starts of two requests to a block explorer. */
    mempoolPaceMs: Number(parsed[ENV.mempoolPace]),
    rulesFile: parsed[ENV.rules] ?? null,
    reportUrl: parsed[ENV.reportUrl] ?? null,
    /** The address of the public page; messages and answers link to it. */
    siteUrl: parsed[ENV.siteUrl] ?? null,
    /** The ARN of the certificate with which a deployment serves `siteUrl`; null for CloudFront's own address. */
    siteCertificate: parsed[ENV.siteCertificate] ?? null,
    /** Where a station serves the page; null for nowhere. */
    siteListen: host === undefined ? null : { host: host.replace(/^\[|\]$/g, ''), port: Number(port) },
    bots: Object.fromEntries(VENDORS.map((vendor) => [vendor, botOf(set, vendor)])) as Bots,
    /** The deployment that `deploy`, `setup`, `doctor` and `teardown` work on. */
    stage: parsed[ENV.stage],
    runbookUrl: parsed[ENV.runbookUrl] ?? null,
    /** The mail address that alarms go to. */
    alarmEmail: parsed[ENV.alarmEmail] ?? null,
    /** A secret: anyone who knows it can report that all is well. */
    heartbeatUrl: parsed[ENV.heartbeatUrl] ?? null,
  };
}

/** A bot's settings; null if the variable is not set. */
function botOf(parsed: Readonly<Record<string, string | undefined>>, vendor: Vendor) {
  const { token, chat, api, webhook } = BOTS[vendor];
  const [, id, secret, thread = null] = webhook?.pattern.exec(parsed[webhook.name] ?? '') ?? [];
  // Names can contain underscores; only a number can be followed by a topic.
  const [, number, topic] = /^(-?\d+)_(\d+)$/.exec(parsed[chat.name] ?? '') ?? [];
  return {
    token: parsed[token.name] ?? null,
    /** The operator's chat, and its topic. */
    chat: number ?? parsed[chat.name] ?? null,
    topic: topic === undefined ? null : Number(topic),
    /** A channel's webhook, which needs no bot, and the thread to post in. */
    webhook: id === undefined || secret === undefined ? null : { id, token: secret, thread },
    /** Replaces the service's API server. */
    api: parsed[api],
  };
}

/** The variables for the chats and API servers of `bots`; null for one not set. */
export function botEnvironment(bots: Bots): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    VENDORS.flatMap((vendor) => [
      [BOTS[vendor].chat.name, chatSetting(bots[vendor])],
      [BOTS[vendor].api, bots[vendor].api ?? null],
    ]),
  );
}

/** A chat in the format of its variable. */
function chatSetting({ chat, topic }: Bot): string | null {
  return chat === null || topic === null ? chat : `${chat}_${topic}`;
}
