import type { DiscordControl, DiscordOptions, SentMessage } from './discord-peer/options.ts';
import { createService } from './discord-peer/service.ts';
import { answerControl } from './peer/control.ts';
import { startHttpPeer } from './peer/http-peer.ts';
import { runAsProcess } from './peer/process.ts';
import { checkRequests } from './specs/tally.ts';

export type {
  ChannelOptions,
  DiscordAnswer,
  DiscordControl,
  DiscordOptions,
} from './discord-peer/options.ts';

/**
 * A strict Discord API v10 on the loopback interface, written from Discord's published description and the
 * documented limits for bots. It refuses what Discord refuses, and also what a careful bot never leaves out:
 * `allowed_mentions` that ping nobody, an enforced nonce, `wait=true`. As a process: `node
 * test/support/discord-peer.ts --port 8997 --options FILE.json`, the file holding `DiscordOptions`; it is
 * then controlled through `controlPeer`.
 */
export type DiscordPeer = DiscordControl & {
  /** What stands for https://discord.com/api. */
  readonly url: string;
  /** The newest messages that reached a channel, in order, including those whose answer was lost. */
  readonly sent: readonly SentMessage[];
  readonly close: () => Promise<void>;
};

export async function startDiscordPeer(options: DiscordOptions): Promise<DiscordPeer> {
  const { check, flush } = checkRequests('discord', options.provoked);
  const service = createService(options, check);
  const http = await startHttpPeer(
    async (request) => (await answerControl(service.control, request)) ?? service.answer(request),
    options.port,
  );
  return {
    ...service.control,
    url: `${http.url}/api`,
    sent: service.sent,
    close: async () => {
      flush();
      await http.close();
    },
  };
}

if (import.meta.main) await runAsProcess(startDiscordPeer);
