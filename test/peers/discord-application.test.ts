import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpPeer, type Outcome, type PeerRequest, startHttpPeer } from '../support/peer/http-peer.ts';
import { type DiscordClient, startDiscordClient } from './discord-client.ts';

const PATH = '/applications/@me';
const NOT_VERIFIED = /^400 50035 .*could not be verified/s;

let client: DiscordClient;
let bot: HttpPeer | undefined;
beforeEach(async () => {
  client = await startDiscordClient();
});
afterEach(async () => {
  await bot?.close();
  await client.peer.close();
});

const pong: Outcome = { status: 200, body: { type: 1 } };

/** Whether a request is signed with the key shown by Discord's application. */
function isSigned({ headers, body }: PeerRequest): boolean {
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(client.peer.publicKey(), 'hex'),
  ]);
  const signed = Buffer.concat([Buffer.from(String(headers['x-signature-timestamp'])), body]);
  const signature = Buffer.from(String(headers['x-signature-ed25519']), 'hex');
  return verify(null, signed, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}

async function save(answer: (request: PeerRequest) => Outcome): Promise<string> {
  bot = await startHttpPeer(answer);
  return client.outcome('PATCH', PATH, { interactions_endpoint_url: `${bot.url}/discord` });
}

describe('an interactions endpoint', () => {
  it('is saved if it answers signed requests and refuses others; null removes it', async () => {
    expect(await save((request) => (isSigned(request) ? pong : { status: 401 }))).toBe('200');
    expect(client.peer.endpoint()).toBe(`${bot!.url}/discord`);
    expect((await client.call('GET', PATH)).body).toMatchObject({
      verify_key: client.peer.publicKey(),
      interactions_endpoint_url: `${bot!.url}/discord`,
    });
    expect(await client.outcome('PATCH', PATH, { interactions_endpoint_url: null })).toBe('200');
    expect(client.peer.endpoint()).toBeNull();
  });

  it.each([
    ['answers every request', () => pong],
    ['refuses every request', () => ({ status: 401 })],
    ['fails', () => ({ status: 503 })],
    [
      'answers something else',
      (request: PeerRequest) => (isSigned(request) ? { status: 200 } : { status: 401 }),
    ],
    ['resets the connection', () => 'reset' as const],
  ])('that %s is refused, and the previous one stays', async (_name, answer) => {
    expect(await save(answer)).toMatch(NOT_VERIFIED);
    expect(client.peer.endpoint()).toBeNull();
  });

  it('must be https', async () => {
    const body = { interactions_endpoint_url: 'http://example.org/discord' };
    expect(await client.outcome('PATCH', PATH, body)).toMatch(NOT_VERIFIED);
  });

  it('is the only setting that can be changed', async () => {
    expect(await client.outcome('PATCH', PATH, { tags: [] })).toMatch(/^400 50035 /);
  });
});
