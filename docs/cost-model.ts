import type { FunctionPlan } from '../lib/config/functions.ts';
import type { ActUsage, FunctionUsage, Usage } from '../test/deployment/emulator/usage.ts';
import { PRICES } from './prices.ts';

const DAYS = 30;
/** Lambda's concurrent long polls per queue: of a queue with maximum concurrency, and of others. */
const POLLERS = { limited: 5, others: 2 } as const;
const POLL_SECONDS = 20;

/** Assumptions about a month. */
export const MONTH = {
  days: DAYS,
  /** Commands per chat that are answered in text, and with a picture. */
  texts: 10,
  pictures: 2,
  onTelegram: 0.9,
  /** Messages a second: the Bot API's FAQ on broadcasting; Discord's global limit. */
  rates: { telegram: 30, discord: 50 },
  pollers: POLLERS,
  pollSeconds: POLL_SECONDS,
  /** Long polls of one poller. */
  polls: (DAYS * 86_400) / POLL_SECONDS,
} as const;

export const MAX_CHATS = 1_000_000;

const BLOCKS = DAYS * 144;
const GB = 1e9;

/** A function of 1,769 MiB has one core (Lambda developer guide, "Configure Lambda function memory"). */
const MIB_A_CORE = 1_769;

/** Lambda's own log lines per run: platform.start and platform.report as JSON, 240 bytes each. */
const PLATFORM_LOG_BYTES = 500;

/** Lambda also charges for waiting: for mempool.space at a polite pace, and for Telegram's answers. */
const WAITING_SECONDS: Readonly<Record<string, number>> = {
  'collect-blocks': 1,
  'telegram-webhook': 0.3,
  'chat-work': 0.5,
  // Some hundred objects, sixteen at a time, and pages one after another.
  'publish-site': 3,
};

/** How long delivery records are kept. */
const KEPT_DAYS = { digests: 35, warnings: 400 } as const;

/** Concurrent senders per service, which wait for their turns. */
const SENDERS = 2;

/** Chats are in this many shards, read in pages of at most `PAGE`. */
const SHARDS = 64;
const PAGE = 100;

type Vendor = 'telegram' | 'discord';
const VENDORS: readonly Vendor[] = ['telegram', 'discord'];

/** Everything that is charged for, for one act or a part of one. */
type Amounts = {
  /** GB-seconds. */
  readonly computing: number;
  readonly runs: number;
  readonly cpuSeconds: number;
  readonly reads: number;
  readonly writes: number;
  /** Messages sent to queues. */
  readonly sent: number;
  /** All requests to queues. */
  readonly queue: number;
  readonly api: number;
  /** Requests to S3 that write or list, and that read. */
  readonly puts: number;
  readonly gets: number;
  readonly logBytes: number;
  readonly outBytes: number;
};

const NOTHING: Amounts = {
  ...{ computing: 0, runs: 0, cpuSeconds: 0, reads: 0, writes: 0 },
  ...{ sent: 0, queue: 0, api: 0, puts: 0, gets: 0, logBytes: 0, outBytes: 0 },
};

export type Line = { readonly what: string; readonly usd: number };
export type Each = Amounts & { readonly what: string; readonly usd: number };
export type Watching = Amounts & { readonly what: string; readonly times: number };

export type CostModel = {
  /** The cost of a month with this many chats, line by line. */
  readonly monthly: (chats: number) => readonly Line[];
  readonly each: readonly Each[];
  /** What a deployment does with no chat but the operator's. */
  readonly watching: readonly Watching[];
};

/** @param warnings warning messages per chat and month. */
export function partsOf(usage: Usage, plans: readonly FunctionPlan[], warnings: number): CostModel {
  const act = (what: string) => {
    const counted = usage.acts[what];
    if (counted === undefined) throw new Error(`docs/usage.json lacks "${what}"`);
    return amountsOf(counted, plans);
  };
  const timesOf = times(plans);
  const watching = Object.entries(timesOf).map(([what, count]) => ({ what, times: count, ...act(what) }));
  const starts = plans.reduce((sum, plan) => sum + startsOf(plan), 0);

  /** The amounts of a message for each batch, and for each recipient in it. */
  const sending = (vendor: Vendor, message: 'digest' | 'warning') => {
    const [one, page] = [act(`a ${message} on ${vendor}, 1`), act(`a ${message} on ${vendor}, ${PAGE}`)];
    const each = scale(add(page, scale(one, -1)), 1 / (PAGE - 1));
    const waiting = (SENDERS / MONTH.rates[vendor]) * gigabytesOf(plans, `deliver-${vendor}`);
    const recipient = {
      ...each,
      // Lambda charges for wall time: waiting for a turn may exceed computing.
      computing: Math.max(each.computing, waiting),
      outBytes: usage.messageBytes[vendor][message],
    };
    // Each shard is checked again an hour after sending.
    const again = amountsOf({ 'fan-out': usage.acts[`a ${message} on ${vendor}, 1`]!['fan-out']! }, plans);
    return { batch: add(add(one, scale(each, -1)), again), recipient };
  };
  const services = VENDORS.map((vendor) => ({
    vendor,
    part: vendor === 'telegram' ? MONTH.onTelegram : 1 - MONTH.onTelegram,
    digest: sending(vendor, 'digest'),
    warning: sending(vendor, 'warning'),
    name: vendor === 'telegram' ? 'Telegram' : 'Discord',
  }));

  function amountsOfMonth(chats: number): Amounts {
    const parts = watching.map((one) => scale(one, one.times));
    for (const { part, digest, warning, name } of services) {
      const here = chats * part;
      parts.push(
        scale(act(`/start on ${name}`), here),
        scale(act(`/warnings on ${name}`), here * MONTH.texts),
        scale(act(`/pool with its picture on ${name}`), here * MONTH.pictures),
        scale(digest.recipient, here * DAYS),
        scale(digest.batch, batches(here) * DAYS),
        scale(warning.recipient, here * warnings),
        scale(warning.batch, batches(here) * warnings),
      );
    }
    return parts.reduce(add, NOTHING);
  }

  return {
    watching,
    each: [
      ...services.flatMap(({ name, digest, warning }) => [
        each(`/start on ${name}`, act(`/start on ${name}`)),
        each(`a command answered in text on ${name}`, act(`/warnings on ${name}`)),
        each(`a command answered with a picture on ${name}`, act(`/pool with its picture on ${name}`)),
        each(`a digest on ${name}, for each recipient`, digest.recipient),
        each(`a digest on ${name}, for each batch`, digest.batch),
        each(`a warning on ${name}, for each recipient`, warning.recipient),
        each(`a warning on ${name}, for each batch`, warning.batch),
      ]),
      each('wake with nothing due', act('nothing due')),
    ],
    monthly: (chats) => {
      const amounts = amountsOfMonth(chats);
      const polls = pollersOf(usage) * MONTH.polls;
      const records = KEPT_DAYS.digests + (warnings * KEPT_DAYS.warnings) / DAYS;
      const stored = usage.tableBytes + chats * (usage.chatBytes + records * usage.recordBytes);
      return [
        ...linesOf(amounts),
        { what: 'SQS, polling', usd: PRICES.queue.usd * polls },
        { what: 'DynamoDB, storage', usd: (PRICES.stored.usd * stored) / GB },
        { what: 'S3, storage', usd: (PRICES.object.usd * usage.pageBytes) / GB },
        { what: 'EventBridge Scheduler', usd: PRICES.schedule.usd * starts },
        { what: `CloudWatch, ${usage.alarms} alarms`, usd: PRICES.alarm.usd * usage.alarms },
      ];
    },
  };
}

/** The number of long polls open at any time. */
export function pollersOf({ polledQueues }: Usage): number {
  return polledQueues.limited * POLLERS.limited + polledQueues.others * POLLERS.others;
}

/** How often each act happens in a month without any chat. */
function times(plans: readonly FunctionPlan[]): Readonly<Record<string, number>> {
  const runs = (name: string) => startsOf(plans.find((plan) => plan.name === name)!);
  // Blocks are a Poisson process: the ten-minute spans with at least one.
  const withBlock = runs('collect-blocks') * (1 - Math.exp(-BLOCKS / runs('collect-blocks')));
  return {
    'a new block': withBlock,
    'no new block': runs('collect-blocks') - withBlock,
    'a day closes': DAYS,
    'no day closes': runs('close-days') - DAYS,
    'a day is told and published': DAYS,
    'an hour after news': DAYS,
    'nothing due': runs('wake') - DAYS,
    health: runs('check-health'),
  };
}

/** How often a schedule starts a function in a month. */
function startsOf({ trigger }: FunctionPlan): number {
  return trigger.kind === 'schedule' ? (DAYS * 24 * 60) / trigger.everyMinutes : 0;
}

/** The expected number of batches for this many chats: one per non-empty shard at least. */
function batches(chats: number): number {
  return Math.max(SHARDS * (1 - (1 - 1 / SHARDS) ** chats), chats / PAGE);
}

function gigabytesOf(plans: readonly FunctionPlan[], name: string): number {
  return plans.find((plan) => plan.name === name)!.memoryMiB / 1024;
}

function amountsOf(act: ActUsage, plans: readonly FunctionPlan[]): Amounts {
  return Object.entries(act)
    .map(([name, used]) => amountsOfFunction(name, used, plans))
    .reduce(add, NOTHING);
}

function amountsOfFunction(name: string, used: FunctionUsage, plans: readonly FunctionPlan[]): Amounts {
  const { runs, memoryMiB, cpuSeconds, reads, writes, sent, puts, gets, logBytes } = used;
  const kind = plans.find((plan) => plan.name === name)!.trigger.kind;
  const seconds = runs * (WAITING_SECONDS[name] ?? 0) + cpuSeconds / Math.min(1, memoryMiB / MIB_A_CORE);
  return {
    ...{ runs, cpuSeconds, reads, writes, sent, puts, gets, outBytes: 0 },
    computing: (memoryMiB / 1024) * seconds,
    // One request to receive each batch and one to delete it.
    queue: sent + (kind === 'queue' ? 2 * runs : 0),
    api: kind === 'webhook' ? runs : 0,
    logBytes: logBytes + PLATFORM_LOG_BYTES * runs,
  };
}

function add(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (left, right) => left + right);
}

function scale(amounts: Amounts, factor: number): Amounts {
  return combine(amounts, amounts, (value) => value * factor);
}

function combine(a: Amounts, b: Amounts, of: (left: number, right: number) => number): Amounts {
  const keys = Object.keys(NOTHING) as (keyof Amounts)[];
  return Object.fromEntries(keys.map((key) => [key, of(a[key], b[key])])) as unknown as Amounts;
}

function each(what: string, amounts: Amounts): Each {
  return { what, ...amounts, usd: linesOf(amounts).reduce((sum, line) => sum + line.usd, 0) };
}

function linesOf(amounts: Amounts): readonly Line[] {
  return [
    { what: 'Lambda, computing', usd: PRICES.lambdaSecond.usd * amounts.computing },
    { what: 'Lambda, runs', usd: PRICES.lambdaRun.usd * amounts.runs },
    { what: 'HTTP API', usd: PRICES.api.usd * amounts.api },
    { what: 'SQS, messages', usd: PRICES.queue.usd * amounts.queue },
    { what: 'S3, requests', usd: PRICES.put.usd * amounts.puts + PRICES.get.usd * amounts.gets },
    { what: 'DynamoDB, reads', usd: PRICES.read.usd * amounts.reads },
    { what: 'DynamoDB, writes', usd: PRICES.write.usd * amounts.writes },
    { what: 'CloudWatch, logs', usd: (PRICES.logs.usd * amounts.logBytes) / GB },
    { what: 'data sent to the services', usd: (PRICES.out.usd * amounts.outBytes) / GB },
  ];
}
