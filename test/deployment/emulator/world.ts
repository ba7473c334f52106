import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { setTelegramWebhook } from '../../../lib/services/telegram/set-up.ts';
import { type DiscordPeer, startDiscordPeer } from '../../support/discord-peer.ts';
import { type MempoolPeer, startMempoolPeer } from '../../support/mempool-peer.ts';
import { startTelegramPeer, type TelegramPeer } from '../../support/telegram-peer.ts';
import { type Assembly, replacing } from './assembly.ts';
import { type DeployOptions, deployEmulated, type EmulatedDeployment } from './deployment.ts';
import { CROWD, DISCORD_CHANNELS, TELEGRAM_CHATS } from './people.ts';
import { ADDRESSES } from './settings.ts';

/** A deployment that is set up, with the services around it. */
export type World = {
  readonly deployment: EmulatedDeployment;
  readonly source: MempoolPeer;
  readonly telegram: TelegramPeer;
  readonly discord: DiscordPeer;
  readonly close: () => Promise<void>;
};

const TELEGRAM_TOKEN = '4242:AAF-secret_of_the_bot';
const DISCORD_TOKEN = 'secret.token.of_the_bot';
const WEBHOOK_SECRET = 'secret_of-the_webhook';

/** Far more than users send in a second. */
const UPDATES_A_SECOND = 1_000;

/** Deploys a synthesised stack and sets it up, with its own services. */
export async function startWorld(assembly: Assembly, options: DeployOptions): Promise<World> {
  const [source, telegram, discord] = await Promise.all([
    startMempoolPeer([]),
    startTelegramPeer({
      token: TELEGRAM_TOKEN,
      chats: TELEGRAM_CHATS,
      ranges: [CROWD.telegram],
      // A table that was used with another world, even in another process, must not take these updates for repeats.
      updatesBefore: UPDATES_A_SECOND * Math.floor(machineSeconds() % 1e6),
    }),
    startDiscordPeer({ token: DISCORD_TOKEN, channels: DISCORD_CHANNELS, ranges: [CROWD.discord] }),
  ]);
  const placed = replacing(assembly, {
    [ADDRESSES.mempool]: source.address,
    [ADDRESSES.telegram]: telegram.url,
    [ADDRESSES.discord]: discord.url,
  });
  const deployment = await deployEmulated(placed, options);
  const secrets = {
    'telegram-bot-token': TELEGRAM_TOKEN,
    'telegram-webhook-secret': WEBHOOK_SECRET,
    'telegram-bot-name': 'hashtilt_peer_bot',
    'discord-bot-token': DISCORD_TOKEN,
    'discord-public-key': discord.publicKey(),
  };
  for (const [name, value] of Object.entries(secrets))
    deployment.secrets.set(`/hashtilt/prod/${name}`, { value, type: 'SecureString' });
  const api = connectTelegram({ token: TELEGRAM_TOKEN, apiRoot: telegram.url });
  await setTelegramWebhook(api, `${deployment.api}/telegram`, WEBHOOK_SECRET, 10);
  return {
    ...{ deployment, source, telegram, discord },
    close: async () => {
      await deployment.close();
      await Promise.all([source.close(), telegram.close(), discord.close()]);
    },
  };
}

/** The machine's own time in Unix seconds, which no test changes. */
function machineSeconds(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
