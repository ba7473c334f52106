import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiscordPeer, startDiscordPeer } from '../support/discord-peer.ts';

const token = 'MTIz.GhIjKl.secret';
const channel = '1100000000000000007';
const embed = { title: 'Title', description: 'Text', color: 0xff0000, footer: { text: 'Footer' } };
const good = { embeds: [embed], allowed_mentions: { parse: [] }, nonce: 'n1', enforce_nonce: true };

let peer: DiscordPeer;
beforeEach(async () => {
  peer = await startDiscordPeer({ token, channels: [channel], provoked: true });
});
afterEach(() => peer.close());

type Request = { path?: string; method?: string; headers?: Record<string, string> };

async function call(body: unknown, request: Request = {}) {
  const method = request.method ?? 'POST';
  const response = await fetch(`${peer.url}${request.path ?? `/v10/channels/${channel}/messages`}`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bot ${token}`,
      'user-agent': 'DiscordBot (https://example.org, 1.0.0)',
      ...request.headers,
    },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { id?: string; message?: string };
  return `${response.status} ${answer.message ?? answer.id}`;
}

describe('the Discord peer', () => {
  it('accepts a valid message', async () => {
    expect(await call(good)).toBe(`200 ${peer.sent[0]?.id}`);
    expect(peer.sent).toMatchObject([{ channel, payload: good }]);
  });

  it('answers a repeated nonce with the existing message', async () => {
    expect(await call(good)).toBe(await call({ ...good, embeds: [{ title: 'Other' }] }));
    expect(peer.sent).toHaveLength(1);
  });

  it.each<[string, Request, string]>([
    ['another token', { headers: { authorization: 'Bot other' } }, '401 401: Unauthorized'],
    ['a token without the prefix Bot', { headers: { authorization: token } }, '401 401: Unauthorized'],
    ['a client without a user agent', { headers: { 'user-agent': 'curl' } }, '403 internal network error'],
    ['another version', { path: `/v9/channels/${channel}/messages` }, '404 404: Not Found'],
    ['an unknown channel', { path: '/v10/channels/1100000000000000008/messages' }, '404 Unknown Channel'],
    ['a PUT', { method: 'PUT' }, '405 405: Method Not Allowed'],
    [
      'a body without the JSON content type',
      { headers: { 'content-type': 'text/plain' } },
      '400 Expected "Content-Type" header to be application/json',
    ],
  ])('refuses %s', async (_, request, expected) => {
    expect(await call(good, request)).toBe(expected);
    expect(peer.sent).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['truncated JSON', '{"embeds": [', /^400 The request body contains invalid JSON/],
    ['an empty message', { ...good, embeds: [] }, /Cannot send an empty message/],
    ['no allowed mentions', { ...good, allowed_mentions: undefined }, /allowed_mentions/],
    [
      'allowed mentions that ping',
      { ...good, allowed_mentions: { parse: ['everyone'] } },
      /allowed_mentions/,
    ],
    ['no nonce', { ...good, nonce: undefined }, /nonce/],
    ['a nonce of 26 characters', { ...good, nonce: 'n'.repeat(26) }, /nonce/],
    ['a nonce that is not enforced', { ...good, enforce_nonce: false }, /enforce_nonce/],
    ['content of 2001', { ...good, content: 'c'.repeat(2001) }, /content/],
    [
      '6001 characters over all embeds',
      { ...good, embeds: [{ description: 'd'.repeat(4096) }, { description: 'd'.repeat(1905) }] },
      /maximum size of 6000/,
    ],
  ])('refuses %s', async (_, body, expected) => {
    expect(await call(body)).toMatch(expected);
    expect(peer.sent).toEqual([]);
  });
});
