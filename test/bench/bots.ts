import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { followChats } from '../../lib/chats/follow-chats.ts';
import { telegramBot } from '../../lib/services/telegram/bot.ts';
import { telegramWebhook } from '../../lib/services/telegram/webhook.ts';
import type { WebhookRequest } from '../../lib/services/webhook.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { connectStore } from '../../lib/store/store.ts';
import { startDynamoLocal } from '../support/dynamo-local.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import { startTelegramPeer, type TelegramPeer } from '../support/telegram-peer.ts';
import { clock } from './handlers/process.ts';
import { median, type Row } from './row.ts';

const TABLE = 'bench';
const TOKEN = '4242:AAF-generated';
const SECRET = 'generated-secret';
const PERSON = 7;

const COMMANDS = 200;
const COLD_STARTS = 5;
const REFUSALS = 200;

/**
 * Measures the bots: a text command on a warm handler with the figures of the newest recorded day, from the
 * webhook's event to the answer that Telegram has taken, in the median; a fresh process over a bundle, from
 * its start to the end of its first answer; the slowest refusal of what is forged or too large.
 */
export async function benchBots(): Promise<readonly Row[]> {
  const dynamo = await startDynamoLocal();
  const telegram = await startTelegramPeer({
    token: TOKEN,
    chats: [PERSON],
    limits: { all: null, chat: null, group: null },
  });
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  try {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const config = { endpoint: dynamo.endpoint, region: 'local', credentials };
    await ensureTable(TABLE, config);
    const store = connectStore(TABLE, config);
    const { figures, ledger } = recordedFigures();
    await store.ledger.saveDays(ledger);
    await store.figures.saveFigures(figures);
    const warm = await warmCommand(store, telegram);
    await store.close();
    const surroundings = { TABLE, DYNAMODB: dynamo.endpoint, folder };
    return [
      row('warm text command, Telegram, on DynamoDB Local', warm.command, 30),
      row('slowest refusal of a forged or oversized body', warm.refusal, 50),
      row(
        'cold start, Telegram handler, fresh process, this machine',
        await coldStart('telegram', surroundings, (round) => ({
          TOKEN,
          SECRET,
          API: telegram.url,
          REQUEST: JSON.stringify(update(COMMANDS + round)),
        })),
        500,
      ),
      row(
        'cold start, Discord handler, fresh process, this machine',
        await coldStart('discord', surroundings, signedCommand),
        700,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
    await telegram.close();
    await dynamo.close();
  }
}

async function warmCommand(store: ReturnType<typeof connectStore>, telegram: TelegramPeer) {
  const bot = telegramBot({
    token: TOKEN,
    apiRoot: telegram.url,
    core: createCommandCore({ ...store, knowledge: 'then' }),
    chats: followChats(store),
    pictures: null,
    receipts: store.receipts,
    clock,
    report: (problem) => {
      throw new Error(problem);
    },
  });
  const webhook = telegramWebhook(bot, SECRET);
  const refusals = [
    { ...update(1), headers: {} },
    { ...update(1), body: 'x'.repeat(6_000_000) },
  ];
  const slowest = Math.max(
    ...(await timedEach(REFUSALS, async (n) => {
      const { statusCode } = await webhook(refusals[n % 2]!);
      if (statusCode !== 401 && statusCode !== 413) throw new Error(`answered ${statusCode}`);
    })),
  );
  const commands = await timedEach(COMMANDS, async (n) => {
    const { statusCode } = await webhook(update(n));
    if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
  });
  // The first ones find connections and code cold.
  return { command: median(commands.slice(20)), refusal: slowest };
}

async function coldStart(
  name: 'telegram' | 'discord',
  { folder, ...surroundings }: { readonly TABLE: string; readonly DYNAMODB: string; readonly folder: string },
  environment: (round: number) => Readonly<Record<string, string>>,
): Promise<number> {
  const bundle = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, 'handlers', `${name}.ts`)],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  const rounds = await timedEach(COLD_STARTS, async (round) => {
    await promisify(execFile)(process.execPath, [bundle], {
      env: { ...surroundings, ...environment(round) },
      timeout: 20_000,
    });
  });
  return median(rounds);
}

/** Every command comes in another minute, so that none is one too many. */
function update(id: number): WebhookRequest {
  const message = {
    message_id: id,
    date: Math.floor(Date.now() / 1000) + 60 * id,
    chat: { id: PERSON, type: 'private' },
    from: { id: PERSON, is_bot: false, first_name: 'Somebody' },
    text: '/today',
  };
  return {
    headers: { 'x-telegram-bot-api-secret-token': SECRET },
    body: JSON.stringify({ update_id: id, message }),
    isBase64Encoded: false,
  };
}

function signedCommand(): Readonly<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const timestamp = String(Math.floor(Date.now() / 1000));
  const id = String((BigInt(Date.now()) - 1_420_070_400_000n) << 22n);
  const body = JSON.stringify({
    id,
    application_id: id,
    token: 'generated',
    type: 2,
    channel_id: id,
    context: 1,
    data: { name: 'today' },
  });
  const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString('hex');
  const headers = { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp };
  return {
    SECRET: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    REQUEST: JSON.stringify({ headers, body, isBase64Encoded: false }),
  };
}

async function timedEach(rounds: number, work: (round: number) => Promise<void>): Promise<readonly number[]> {
  const milliseconds: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const start = performance.now();
    await work(round);
    milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}

function row(name: string, figure: number, bar: number): Row {
  return { name, figure, unit: 'ms', bar, better: 'less' };
}
