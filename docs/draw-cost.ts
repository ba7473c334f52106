/**
 * Computes what a deployment costs from what its runs took in the emulated one: `npm run docs:cost` reads
 * docs/usage.json and writes docs/cost.md. `npm run docs:usage` counts again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '../lib/config/functions.ts';
import type { Usage } from '../test/deployment/emulator/usage.ts';
import { MONTH, MOST_CHATS, partsOf, pollersOf } from './cost-model.ts';
import { countWarnings } from './count-warnings.ts';
import { PRICES, usd } from './prices.ts';

const usage = JSON.parse(readFileSync(join(import.meta.dirname, 'usage.json'), 'utf8')) as Usage;
const warnings = countWarnings();
const aMonth = (warnings.messages / warnings.days) * MONTH.days;
const model = partsOf(usage, FUNCTIONS, aMonth);
writeFileSync(join(import.meta.dirname, 'cost.md'), page());

/** Rows with one column for each number of chats, and their sums. */
function monthly(chats: readonly number[]): readonly string[] {
  const columns = chats.map((count) => model.monthly(count));
  const names = columns[0]!.map(({ what }) => what);
  const sums = columns.map((lines) => lines.reduce((sum, line) => sum + line.usd, 0));
  const cells = (values: readonly number[]) => values.map((value) => ` ${amount(value)} |`).join('');
  return [
    ...names.map((what, row) => `| ${what} |${cells(columns.map((lines) => lines[row]!.usd))}`),
    `| **in all** |${sums.map((sum) => ` **${amount(sum)}** |`).join('')}`,
    `| with a dashboard (stage \`prod\`; an account's first three are free) |${cells(sums.map((sum) => sum + PRICES.dashboard.usd))}`,
  ];
}

/** Dollars to the cent, or to a tenth of it where it is less than one. */
function amount(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(2);
}

/** What one view of so many bytes costs. */
function viewed(bytes: number): number {
  return PRICES.view.usd + (PRICES.viewed.usd * bytes) / 1e9;
}

function page(): string {
  const bare = model.monthly(0).reduce((sum, line) => sum + line.usd, 0);
  const { alarms, polledQueues } = usage;
  return [
    '# What it costs',
    '',
    `Made by \`npm run docs:cost\` from the calls that \`npm run docs:usage\` recorded (\`docs/usage.json\`) in the emulated deployment, for a month of ${MONTH.days} days at list prices of us-east-1, with no free tier. Durations are emulated: time on a CPU of the machine that ran it, stretched to the share of a core that AWS gives for the memory, and the time in which services are waited for.`,
    '',
    '## A month',
    '',
    '| USD | nobody but the operator | 1 chat | 1,000 chats | 1,000,000 chats |',
    '|---|--:|--:|--:|--:|',
    ...monthly([0, 1, 1_000, MOST_CHATS]),
    '',
    `**Why it is ${amount(bare)} and not less, with nobody there:** ${alarms} alarms are ${amount(alarms * PRICES.alarm.usd)}, whatever they watch. Lambda asks the ${polledQueues.limited + polledQueues.others} queues for messages all the time, with requests of ${MONTH.pollSeconds} s: ${MONTH.pollers.limited} side by side where a queue's concurrency is limited, so that none takes all of a new account's ten runs at a time, and ${MONTH.pollers.others} for the page's, which never holds more than a few [1]. That is ${amount(pollersOf(usage) * MONTH.polls * PRICES.queue.usd)}. Both are within the free tier (10 alarms and a million requests to queues a month), which is not counted here.`,
    '',
    `**The page** costs little to make: ${(usage.pageBytes / 1e6).toFixed(0)} MB lie in its bucket, and a closed day changes a few hundred files. Who reads it is not in the sums, since nobody knows how many will: a thousand views of its front page are ${usd(Number((1000 * viewed(usage.frontPageBytes)).toFixed(4)))} USD at most (it is compressed on the way, which is left out). CloudFront's first terabyte and ten million requests a month are free, which is not counted here either.`,
    '',
    'Assumed:',
    '',
    `- Nine chats of ten are on Telegram. Each gets a digest a day, and warnings as often as a chat with the usual settings would have got them from ${warnings.from} to ${warnings.to}: ${warnings.messages} messages in ${warnings.days} days, ${aMonth.toFixed(2)} a month, at most ${warnings.most} in any 30 days (\`docs/count-warnings.ts\`).`,
    `- Each asks ${MONTH.texts} commands a month that are answered in text and ${MONTH.pictures} that are answered with a picture. Nobody has counted that; the prices of one of each are below.`,
    `- Telegram takes ${MONTH.rates.telegram} messages a second and Discord ${MONTH.rates.discord}, and two senders of each service wait for their turns. A digest to ${(MOST_CHATS * MONTH.onTelegram).toLocaleString('en')} chats on Telegram takes ${((MOST_CHATS * MONTH.onTelegram) / MONTH.rates.telegram / 3600).toFixed(1)} hours so.`,
    '',
    'Our own metrics come only in an hour in which something is wrong, so a healthy month has none to pay for. Left out, since each comes to a few cents at most: point-in-time recovery of so small a table, mails of alarms, decrypting secrets, and the time in which functions start.',
    '',
    '## One of each',
    '',
    '| | USD for a million | CPU seconds | read units | write units | requests to queues | log bytes |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...model.each.map(
      ({ what, usd: one, cpuSeconds, reads, writes, sent, logBytes }) =>
        `| ${what} | ${(one * 1e6).toFixed(2)} | ${cpuSeconds.toFixed(3)} | ${reads.toFixed(1)} | ${writes.toFixed(1)} | ${sent.toFixed(1)} | ${logBytes.toFixed(0)} |`,
    ),
    '',
    '## A deployment that watches',
    '',
    '| | times a month | runs | CPU seconds | read units | write units | requests to queues | requests to S3 | log bytes |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...model.watching.map(
      ({ what, times, runs, cpuSeconds, reads, writes, sent, puts, gets, logBytes }) =>
        `| ${what} | ${times.toFixed(0)} | ${runs} | ${cpuSeconds.toFixed(2)} | ${reads.toFixed(0)} | ${writes.toFixed(0)} | ${sent} | ${puts + gets} | ${logBytes} |`,
    ),
    '',
    '## Prices',
    '',
    '| USD | for one | read at | on |',
    '|--:|---|---|---|',
    ...Object.values(PRICES).map(
      ({ usd: price, unit, source, readOn }) => `| ${usd(price)} | ${unit} | ${source} | ${readOn} |`,
    ),
    '',
    "[1] https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html, read on 2026-11-30: five batches at a time, and where traffic is low as few as two unless the maximum concurrency is set. That a request waits for the longest time SQS knows, 20 s, is assumed. Most prices are others' accounts of Amazon's lists: check those before relying on a sum.",
    '',
  ].join('\n');
}
