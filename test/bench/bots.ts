import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { followChats } from '../../lib/chats/follow-chats.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { telegramBot } from '../../lib/services/telegram/bot.ts';
import { telegramWebhook } from '../../lib/services/telegram/webhook.ts';
import type { WebhookRequest } from '../../lib/services/webhook.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { connectStore } from '../../lib/store/store.ts';
import { hasJava, startDynamoLocal } from '../support/dynamo-local.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import { startTelegramPeer } from '../support/telegram-peer.ts';
import { median, type Row, timesAsLong } from './row.ts';

const TABLE = 'bench';
const TOKEN = '4242:AAF-generated';
const SECRET = 'generated-secret';
const PERSON = 7;
const ROUNDS = 200;
const COMMANDS = [
  '/today',
  '/pools',
  '/pool ant',
  '/country china',
  '/countries',
  '/warnings',
  '/whatif 30% us',
];
/** Unlike the others, reads a ledger day for each day that it shows. */
const HISTORY = '/history foundry 90d';

/**
 * Measures warm answers on Amazon's DynamoDB Local, against reading the figures they come from: text
 * commands rendered for both services, and one from Telegram's webhook until Telegram has accepted the answer; then
 * the refusal of forged or oversized requests.
 */
export async function benchBots(): Promise<readonly Row[]> {
  if (!hasJava()) throw new Error('the bots are measured on DynamoDB Local, which needs Java 17');
  const dynamo = await startDynamoLocal();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = { endpoint: dynamo.endpoint, region: 'local', credentials };
  await ensureTable(TABLE, config);
  const store = connectStore(TABLE, config);
  const client = new DynamoDBClient(config);
  const limits = { all: null, chat: null, group: null };
  const telegram = await startTelegramPeer({ token: TOKEN, chats: [PERSON], limits });
  try {
    const { figures, ledger } = recordedFigures();
    await store.ledger.saveDays(ledger);
    await store.figures.saveFigures(figures);
    const core = createCommandCore({ ...store, knowledge: 'then' });
    const answer = async (round: number, text: string) => {
      const chat = { vendor: 'telegram', address: '1' } as const;
      const input = { kind: 'text', text } as const;
      // Each in a different minute, within the command limit.
      const at = 1_777_000_000 + 60 * round;
      const reply = await core.answer({ chat, kind: 'private', topic: null, isAdmin: true, at, input });
      renderMessage(reply!.message);
    };
    const bot = telegramBot({
      token: TOKEN,
      botName: 'hashtilt_peer_bot',
      apiRoot: telegram.url,
      core,
      chats: followChats(store),
      pictures: null,
      receipts: store.receipts,
      clock: { now: () => Date.now() / 1000, sleep: () => Promise.resolve() },
      report: (problem) => {
        throw new Error(problem);
      },
    });
    const webhook = telegramWebhook(bot, SECRET, () => {});
    const expectStatus = async (request: WebhookRequest, status: number) => {
      const { statusCode } = await webhook(request);
      if (statusCode !== status) throw new Error(`answered ${statusCode}, not ${status}`);
    };
    const key = { pk: { S: 'LATEST' }, sk: { S: 'FIGURES' } };
    const read = new GetItemCommand({ TableName: TABLE, Key: key, ConsistentRead: true });
    const bare = {
      name: 'reading the figures, DynamoDB Local',
      milliseconds: median(await timed(() => client.send(read))),
    };
    const command = await timed((round) => answer(round, COMMANDS[round % COMMANDS.length]!));
    const history = await timed((round) => answer(1000 + round, HISTORY));
    const answered = await timed((round) => expectStatus(update(1 + round), 200));
    const forged = { ...update(1), headers: {} };
    const oversized = { ...update(1), body: 'x'.repeat(6_000_000) };
    const refusals = await timed((round) =>
      round % 2 === 0 ? expectStatus(forged, 401) : expectStatus(oversized, 413),
    );
    return [
      timesAsLong('a warm text command', median(command), bare, 4),
      timesAsLong('a warm history of 90 days', median(history), bare, 10),
      timesAsLong("a warm text command with Telegram's webhook and answer", median(answered), bare, 6),
      timesAsLong('a forged or oversized webhook refused, the slowest', Math.max(...refusals), bare, 1),
    ];
  } finally {
    client.destroy();
    await store.close();
    await telegram.close();
    await dynamo.close();
  }
}

/** Each command in a different minute, within the command limit. */
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

/** Leaves out the first half, which runs with cold connections and code. */
async function timed(work: (round: number) => Promise<unknown>): Promise<readonly number[]> {
  const milliseconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await work(round);
    milliseconds.push(performance.now() - start);
  }
  return milliseconds.slice(ROUNDS / 2);
}
