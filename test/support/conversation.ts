import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import type { Reply } from '../../lib/bot/reply.ts';
import type { ChatRequest } from '../../lib/bot/request.ts';
import type { Button } from '../../lib/messages/button.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { connectStore } from '../../lib/store/store.ts';
import { recordedFigures } from './recorded-figures.ts';

const TABLE = 'conversation';

/** Nine in the morning after the newest recorded day. */
const AT = Date.parse('2026-04-22T09:00:00Z') / 1000;

export type Conversation = Awaited<ReturnType<typeof startConversation>>;

/** Starts a conversation with the command core, on a real store with the figures of a recorded day. */
export async function startConversation() {
  const path = mkdtempSync(join(tmpdir(), 'hashtilt-conversation-'));
  const embedded = await startEmbedded(path);
  await ensureTable(TABLE, embedded.config);
  const store = connectStore(TABLE, embedded.config);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(embedded.config));
  const { figures, ledger } = recordedFigures();
  await store.ledger.saveDays(ledger);
  await store.figures.saveFigures(figures);
  const core = createCommandCore({ ...store, knowledge: 'then' });
  // A minute apart, so that a test exceeds the command limit only on purpose.
  let at = AT;
  const send = async (input: ChatRequest['input'], differs: Partial<ChatRequest> = {}): Promise<Reply> => {
    at += 60;
    const reply = await core.answer({ ...PRIVATE, at, input, ...differs });
    if (reply === null) throw new Error('no reply');
    return reply;
  };
  return {
    core,
    store,
    figures,
    send,
    /** Sends a text and returns the whole answer as text, with its buttons. */
    ask: async (text: string, differs: Partial<ChatRequest> = {}) =>
      shown(await send({ kind: 'text', text }, differs)),
    /** Every item of the table. */
    items: async () => (await client.send(new ScanCommand({ TableName: TABLE }))).Items ?? [],
    async close() {
      client.destroy();
      await store.close();
      await embedded.close();
      rmSync(path, { recursive: true });
    },
  };
}

export const PRIVATE: Omit<ChatRequest, 'at' | 'input'> = {
  chat: { vendor: 'telegram', address: '4711' },
  kind: 'private',
  topic: null,
  isAdmin: true,
};

/** A private chat of its own, so that tests do not share one. @param number its id. */
export const alone = (number: number) => ({
  ...PRIVATE,
  chat: { vendor: 'telegram', address: String(number) } as const,
});

export const GROUP: Omit<ChatRequest, 'at' | 'input'> = {
  chat: { vendor: 'telegram', address: '-1004711' },
  kind: 'group',
  topic: 12,
  isAdmin: false,
};

/** An answer as text, with its buttons as [label > payload]. */
export function shown({ message, buttons }: Reply): string {
  const rows = buttons.map((row) => row.map(buttonText).join(' '));
  return [renderPlain(message), ...(rows.length > 0 ? [rows.join('\n')] : [])].join('\n\n');
}

function buttonText(button: Button): string {
  return `[${button.label} > ${button.kind === 'press' ? button.payload : button.url}]`;
}
