import { answerControl } from './peer/control.ts';
import { startHttpPeer } from './peer/http-peer.ts';
import { runAsProcess } from './peer/process.ts';
import { checkRequests } from './specs/tally.ts';
import type { SentMessage, TelegramControl, TelegramOptions } from './telegram-peer/options.ts';
import { createService } from './telegram-peer/service.ts';

export type { TelegramAnswer, TelegramControl, TelegramOptions } from './telegram-peer/options.ts';

/**
 * A strict Telegram Bot API on the loopback interface, written from the published description of version
 * 10.1 and the documentation. It refuses what Telegram refuses, and also what Telegram would silently
 * ignore. As a process: `node test/support/telegram-peer.ts --port 8998 --options FILE.json`, the file
 * holding `TelegramOptions`; it is then controlled through `controlPeer`.
 */
export type TelegramPeer = TelegramControl & {
  readonly url: string;
  /** The newest messages that reached a chat, in order, including those whose answer was lost. */
  readonly sent: readonly SentMessage[];
  readonly close: () => Promise<void>;
};

export async function startTelegramPeer(options: TelegramOptions): Promise<TelegramPeer> {
  const { check, flush } = checkRequests('telegram', options.provoked);
  const service = createService(options, check);
  const http = await startHttpPeer(
    async (request) => (await answerControl(service.control, request)) ?? service.answer(request),
    options.port,
  );
  return {
    ...service.control,
    url: http.url,
    sent: service.sent,
    close: async () => {
      flush();
      service.close();
      await http.close();
    },
  };
}

if (import.meta.main) await runAsProcess(startTelegramPeer);
