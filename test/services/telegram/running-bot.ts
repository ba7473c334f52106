import type { PictureWork } from '../../../lib/bot/picture-work.ts';
import { followChats } from '../../../lib/chats/follow-chats.ts';
import { telegramBot } from '../../../lib/services/telegram/bot.ts';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { setTelegramWebhook } from '../../../lib/services/telegram/set-up.ts';
import { telegramWebhook } from '../../../lib/services/telegram/webhook.ts';
import { openEmbeddedStore } from '../../../lib/store/embedded-store.ts';
import type { Store } from '../../../lib/store/store.ts';
import { type FixedCore, fixedCore } from '../../support/fixed-core.ts';
import { startRecorder } from '../../support/recorder-peer.ts';
import { temporaryFolder } from '../../support/run-cli.ts';
import { startTelegramPeer, type TelegramOptions, type TelegramPeer } from '../../support/telegram-peer.ts';
import { testClock } from '../../support/test-clock.ts';
import { startWebhookServer } from '../../support/webhook-server.ts';

export const TOKEN = '4242:AAF-secret_of_the_bot';
export const SECRET = 'secret_of-the_webhook';

export const PERSON = 7;
export const GROUP = -1001234567890;
export const ADMIN = 8;
export const MEMBER = 9;
export const CHANNEL = -1009876543210;

/** Starts the bot behind its webhook, with an on-disk store and a local Telegram peer. */
export type RunningBot = Awaited<ReturnType<typeof startBot>>;

export async function startBot(
  options: Partial<TelegramOptions> & { readonly isBase64Encoded?: boolean } = {},
) {
  const { isBase64Encoded = false, ...peerOptions } = options;
  const folder = temporaryFolder();
  const store: Store = await openEmbeddedStore(folder.path);
  const peer: TelegramPeer = await startTelegramPeer({
    token: TOKEN,
    chats: [
      PERSON,
      MEMBER,
      {
        id: GROUP,
        topics: [12],
        members: { [ADMIN]: 'administrator', [MEMBER]: 'member' },
      },
      { id: CHANNEL, type: 'channel', members: { [ADMIN]: 'creator', [MEMBER]: 'member' } },
    ],
    ...peerOptions,
  });
  const recorder = await startRecorder(peer.url);
  const core: FixedCore = fixedCore();
  const clock = testClock();
  const pictures: PictureWork[] = [];
  const reports: string[] = [];
  const deps = {
    token: TOKEN,
    botName: 'hashtilt_peer_bot',
    apiRoot: recorder.url,
    core,
    chats: followChats(store),
    pictures: { enqueue: async (work: PictureWork) => void pictures.push(work) },
    receipts: store.receipts,
    clock,
    report: (problem: string) => void reports.push(problem),
  };
  const server = await startWebhookServer(telegramWebhook(telegramBot(deps), SECRET, deps.report), {
    isBase64Encoded,
  });
  await setTelegramWebhook(connectTelegram({ token: TOKEN, apiRoot: peer.url }), server.url, SECRET, 40);
  return {
    ...{ peer, store, core, clock, pictures, reports, server, recorder, deps },
    close: async () => {
      await server.close();
      await recorder.close();
      await peer.close();
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}
