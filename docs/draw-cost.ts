/**
 * Computes what a deployment costs from what its runs took in the emulated one: `npm run docs:cost` reads
 * docs/usage.json and writes docs/cost.md. `npm run docs:usage` counts anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '../lib/config/functions.ts';
import type { RunUsage, Usage } from '../test/deployment/emulator/usage.ts';

type Price = { readonly usd: number; readonly unit: string; readonly source: string };

/** List prices of us-east-1 without any free tier, as read on the day below. */
const READ_ON = '2026-11-25';
const PRICES = {
  lambdaSecond: {
    usd: 0.0000133334,
    unit: 'GB-second on arm64',
    source: 'https://cloudchipr.com/blog/aws-lambda-pricing',
  },
  lambdaRun: {
    usd: 0.2e-6,
    unit: 'run',
    source:
      'https://git.mcrn.ar/mariano/lambda_local_runner/src/commit/957e45b8adae23ce50b966346229585b5df18b4d/docs/lambdas-md/lambda-13-cost.md',
  },
  read: {
    usd: 0.125e-6,
    unit: 'DynamoDB read unit',
    source: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  write: {
    usd: 0.625e-6,
    unit: 'DynamoDB write unit',
    source: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  stored: {
    usd: 0.25,
    unit: 'GB-month in DynamoDB',
    source: 'https://aws.amazon.com/dynamodb/pricing/',
  },
  schedule: {
    usd: 1e-6,
    unit: 'start by a schedule',
    source: 'https://cloudburn.io/blog/amazon-eventbridge-pricing',
  },
  logs: {
    usd: 0.5,
    unit: 'GB of logs taken in',
    source: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
  },
  alarm: {
    usd: 0.1,
    unit: 'alarm a month',
    source: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm',
  },
  dashboard: {
    usd: 3,
    unit: 'dashboard a month',
    source: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
  },
} as const satisfies Readonly<Record<string, Price>>;

const DAYS = 30;
const MINUTES = DAYS * 24 * 60;
const BLOCKS = DAYS * 144;
const GB = 1e9;

/** A function of 1,769 MiB has one core (Lambda developer guide, "Configure Lambda function memory"). */
const MIB_A_CORE = 1_769;

/** Lambda also charges for waiting: a run that asks the source waits for about so long, at a polite pace. */
const WAITING_SECONDS: Readonly<Record<string, number>> = { 'collect-blocks': 1 };

/** What Lambda adds to each line of a run: START, END and REPORT. */
const PLATFORM_LOG_BYTES = 300;

/** How often each kind of run comes in a month of thirty days. */
const TIMES: Readonly<Record<string, number>> = timesOf();

const usage = JSON.parse(readFileSync(join(import.meta.dirname, 'usage.json'), 'utf8')) as Usage;
writeFileSync(join(import.meta.dirname, 'cost.md'), page());

function timesOf(): Readonly<Record<string, number>> {
  const runs = (name: string) => {
    const trigger = FUNCTIONS.find((plan) => plan.name === name)!.trigger;
    return trigger.kind === 'schedule' ? MINUTES / trigger.everyMinutes : 0;
  };
  // Blocks come at random: so many ten-minute spans hold at least one.
  const withBlock = runs('collect-blocks') * (1 - Math.exp(-BLOCKS / runs('collect-blocks')));
  return {
    'collect-blocks, a new block': withBlock,
    'collect-blocks, nothing new': runs('collect-blocks') - withBlock,
    'close-days, a day closes': DAYS,
    'close-days, nothing new': runs('close-days') - DAYS,
    'check-health': runs('check-health'),
  };
}

type Line = { readonly what: string; readonly usd: number };

function lines(): readonly Line[] {
  const sum = (of: (run: RunUsage, kind: string) => number) =>
    Object.entries(usage.runs).reduce((total, [kind, run]) => total + TIMES[kind]! * of(run, kind), 0);
  const seconds = ({ memoryMiB, cpuSeconds }: RunUsage, kind: string) =>
    (WAITING_SECONDS[kind.split(',')[0]!] ?? 0) + cpuSeconds / Math.min(1, memoryMiB / MIB_A_CORE);
  return [
    {
      what: 'Lambda, computing',
      usd: PRICES.lambdaSecond.usd * sum((run, kind) => (run.memoryMiB / 1024) * seconds(run, kind)),
    },
    { what: 'Lambda, runs', usd: PRICES.lambdaRun.usd * sum(() => 1) },
    { what: 'EventBridge Scheduler', usd: PRICES.schedule.usd * sum(() => 1) },
    { what: 'DynamoDB, reads', usd: PRICES.read.usd * sum(({ reads }) => reads) },
    { what: 'DynamoDB, writes', usd: PRICES.write.usd * sum(({ writes }) => writes) },
    { what: 'DynamoDB, storage', usd: (PRICES.stored.usd * usage.tableBytes) / GB },
    {
      what: 'CloudWatch, logs',
      usd: (PRICES.logs.usd * sum(({ logBytes }) => logBytes + PLATFORM_LOG_BYTES)) / GB,
    },
    { what: `CloudWatch, ${usage.alarms} alarms`, usd: PRICES.alarm.usd * usage.alarms },
  ];
}

function page(): string {
  const rows = lines();
  const total = rows.reduce((sum, { usd }) => sum + usd, 0);
  return [
    '# What it costs',
    '',
    `Made by \`npm run docs:cost\` from the calls that \`npm run test:deployment\` recorded (\`docs/usage.json\`), for a month of ${DAYS} days at list prices of us-east-1, with no free tier. Durations are emulated: time on a CPU of the machine that ran it, stretched to the share of a core that AWS gives for the memory.`,
    '',
    '## A deployment that watches',
    '',
    '| | USD a month |',
    '|---|--:|',
    ...rows.map(({ what, usd }) => `| ${what} | ${usd.toFixed(3)} |`),
    `| **in all** | **${total.toFixed(2)}** |`,
    `| with a dashboard (stage \`prod\`; an account's first three are free) | ${(total + PRICES.dashboard.usd).toFixed(2)} |`,
    '',
    'Our own metrics come only in an hour in which something is wrong, so a healthy month has none to pay for. Left out, since it comes to less than a cent: point-in-time recovery of so small a table, the mails of alarms, the time in which functions start. The dashboard is most of the price where it has one: `infra/stages.ts` switches it off.',
    '',
    '## A run',
    '',
    '| run | times a month | CPU seconds | read units | write units | log bytes |',
    '|---|--:|--:|--:|--:|--:|',
    ...Object.entries(usage.runs).map(
      ([kind, run]) =>
        `| ${kind} | ${TIMES[kind]!.toFixed(0)} | ${run.cpuSeconds.toFixed(2)} | ${run.reads.toFixed(0)} | ${run.writes.toFixed(0)} | ${run.logBytes} |`,
    ),
    '',
    '## Chats',
    '',
    'The functions that deliver to chats and answer them are not deployed yet, so nothing of theirs is recorded, and what a chat, a command or a recipient costs is not known.',
    '',
    '## Prices',
    '',
    `Read on ${READ_ON}.`,
    '',
    '| USD | for one | read at |',
    '|--:|---|---|',
    ...Object.values(PRICES).map(({ usd, unit, source }) => `| ${plain(usd)} | ${unit} | ${source} |`),
    '',
  ].join('\n');
}

/** A price without an exponent. */
function plain(usd: number): string {
  return usd < 0.01 ? usd.toFixed(10).replace(/0+$/, '') : String(usd);
}
