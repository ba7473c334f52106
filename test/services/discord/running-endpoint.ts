import type { PictureWork } from '../../../lib/bot/picture-work.ts';
import { addDiscordPicture } from '../../../lib/services/discord/add-picture.ts';
import { connectDiscord } from '../../../lib/services/discord/client.ts';
import { discordEndpoint } from '../../../lib/services/discord/endpoint.ts';
import { openEmbeddedStore } from '../../../lib/store/embedded-store.ts';
import { startDiscordPeer } from '../../support/discord-peer.ts';
import { fixedCore } from '../../support/fixed-core.ts';
import { startRecorder } from '../../support/recorder-peer.ts';
import { temporaryFolder } from '../../support/run-cli.ts';
import { testClock } from '../../support/test-clock.ts';
import { startWebhookServer } from '../../support/webhook-server.ts';

export const TOKEN = 'secret.token.of_the_bot';
export const CHANNEL = '140000000000000001';
export const DIRECT = '140000000000000002';
/** An announcement channel. */
export const NEWS = '140000000000000003';
export const SERVER = '130000000000000001';

/** MANAGE_GUILD and ADMINISTRATOR, in Discord's notation. */
export const MANAGES = '32';
export const ADMINISTRATES = '8';

/** Starts the interactions endpoint with an on-disk store and a local Discord peer that signs. */
export type RunningEndpoint = Awaited<ReturnType<typeof startEndpoint>>;

export async function startEndpoint({ isBase64Encoded = false, drawsPictures = true } = {}) {
  const folder = temporaryFolder();
  const store = await openEmbeddedStore(folder.path);
  const peer = await startDiscordPeer({
    token: TOKEN,
    channels: [
      { id: CHANNEL, guild: SERVER },
      { id: DIRECT, type: 1 },
      { id: NEWS, guild: SERVER, type: 5 },
    ],
  });
  const recorder = await startRecorder(peer.url);
  const core = fixedCore();
  const clock = testClock();
  const pictures: PictureWork[] = [];
  const reports: string[] = [];
  const deps = {
    core,
    clock,
    receipts: store.receipts,
    pictures: drawsPictures ? { enqueue: async (work: PictureWork) => void pictures.push(work) } : null,
    report: (problem: string) => void reports.push(problem),
  };
  const rest = connectDiscord(null, { api: recorder.url });
  const server = await startWebhookServer(discordEndpoint(deps, peer.publicKey()), { isBase64Encoded });
  return {
    ...{ peer, store, core, clock, pictures, reports, server, recorder, deps },
    show: (
      place: Parameters<typeof addDiscordPicture>[1],
      picture: Parameters<typeof addDiscordPicture>[2],
    ) => addDiscordPicture(rest, place, picture),
    interact: (request: Parameters<typeof peer.interact>[1]) => peer.interact(server.url, request),
    close: async () => {
      await server.close();
      await recorder.close();
      await peer.close();
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}
