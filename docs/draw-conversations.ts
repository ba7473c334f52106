/**
 * Draws ten conversations as a phone 360 points wide shows them: `npm run docs:conversations` writes
 * docs/conversations/. Only the questions are written by hand: the command core answers them on the recorded days, the
 * renderers produce each answer as the service gets it, and the drawing is made from that.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandCore } from '../lib/bot/answer-command.ts';
import type { Reply } from '../lib/bot/reply.ts';
import { evaluationSettings } from '../lib/cli/delivery.ts';
import { parseEnvironment } from '../lib/config/environment.ts';
import { midnight } from '../lib/core/ledger/utc-day.ts';
import { runDaily } from '../lib/daily/run-daily.ts';
import { openBlocks } from '../lib/sources/open-blocks.ts';
import { openEmbeddedStore } from '../lib/store/embedded-store.ts';
import { sourceWorld } from '../lib/world.ts';
import { drawChat, type Look } from './phone/draw-chat.ts';

/** The questions of each conversation, in order, and the service. */
const CONVERSATIONS: readonly {
  readonly file: string;
  readonly look: Look;
  readonly asked: readonly string[];
}[] = [
  { file: 'start', look: 'telegram', asked: ['/start'] },
  { file: 'today', look: 'telegram', asked: ['/today'] },
  { file: 'warnings', look: 'discord', asked: ['/warnings'] },
  { file: 'pool', look: 'telegram', asked: ['/pool foundry'] },
  { file: 'compare', look: 'discord', asked: ['/compare foundry antpool'] },
  { file: 'question', look: 'telegram', asked: ['hi', 'is anybody near 51 %?', 'who is the biggest miner?'] },
  { file: 'typo', look: 'telegram', asked: ['fuondry', '/pools 14'] },
  { file: 'watch', look: 'telegram', asked: ['/watch foundry above 40%', '/watches'] },
  { file: 'settings', look: 'discord', asked: ['/settings'] },
  { file: 'risk', look: 'discord', asked: ['/risk 36%'] },
];

const NINE_HOURS = 9 * 3600;
const FOLDER = join(import.meta.dirname, 'conversations');

const path = mkdtempSync(join(tmpdir(), 'hashtilt-conversations-'));
const settings = parseEnvironment({ HASHTILT_STORE: path, HASHTILT_MEMPOOL_URL: 'off' });
const store = await openEmbeddedStore(path);
try {
  const run = await runDaily({
    ...evaluationSettings(settings),
    store,
    ...openBlocks(settings, sourceWorld),
  });
  const core = createCommandCore({ ...store, knowledge: 'then' });
  /** Nine in the morning after the newest recorded day. */
  const at = midnight(run.evaluation.progress.through) + 86_400 + NINE_HOURS;
  mkdirSync(FOLDER, { recursive: true });
  for (const [chat, { file, look, asked }] of CONVERSATIONS.entries()) {
    const turns: { readonly asked: string; readonly reply: Reply }[] = [];
    for (const [turn, text] of asked.entries()) {
      const reply = await core.answer({
        chat: { vendor: look, address: String(1000 + chat) },
        kind: 'private',
        topic: null,
        isAdmin: true,
        at: at + 60 * turn,
        input: { kind: 'text', text },
      });
      if (reply === null) throw new Error(`no reply to ${text}`);
      turns.push({ asked: text, reply });
    }
    writeFileSync(join(FOLDER, `${file}.svg`), drawChat(look, turns));
  }
} finally {
  await store.close();
  rmSync(path, { recursive: true });
}
