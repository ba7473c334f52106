import { expect, it } from 'vitest';
import { startAwsAccountPeer } from '../support/aws-account-peer.ts';
import { startGatewayPeer } from '../support/discord-gateway-peer.ts';
import { startDiscordPeer } from '../support/discord-peer.ts';
import { serveOverHttp } from '../support/dynamo-http.ts';
import { startDynamoProxy } from '../support/dynamo-proxy.ts';
import { listeningSockets } from '../support/listening.ts';
import { startMempoolPeer } from '../support/mempool-peer.ts';
import { startSqs } from '../support/sqs.ts';
import { startSsmPeer } from '../support/ssm-peer.ts';
import { startTelegramPeer } from '../support/telegram-peer.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const TOKEN = '4242:AAF-generated';

const gateway = async () => {
  const discord = await startDiscordPeer({ token: TOKEN, channels: [] });
  const peer = await startGatewayPeer(discord.url, TOKEN);
  return { close: () => Promise.all([peer.close(), discord.close()]) };
};

it.each<[string, () => Promise<{ close: () => unknown }>]>([
  ['mempool.space, which `npm run peer` starts', () => startMempoolPeer([])],
  ['Telegram', () => startTelegramPeer({ token: TOKEN, chats: [] })],
  ['Discord with its gateway', gateway],
  ['SQS', startSqs],
  ['SSM', startSsmPeer],
  ['an AWS account', startAwsAccountPeer],
  ['a receiver of webhooks', startReceiver],
  ['a DynamoDB', () => serveOverHttp(async () => ({ status: 400, body: '{}' }))],
  ['a proxy before a DynamoDB', () => startDynamoProxy('http://127.0.0.1:1')],
])('the test peer of %s listens on the loopback interface only', async (_what, start) => {
  const before = listeningSockets(process.pid);
  const peer = await start();
  const opened = listeningSockets(process.pid).filter((address) => !before.includes(address));
  await peer.close();
  expect(opened).not.toEqual([]);
  // 127.0.0.1 as the kernel shows it on a little-endian machine.
  for (const address of opened) expect(address).toMatch(/^0100007F:/);
});
