import { afterEach, describe, expect, it } from 'vitest';
import { CHANNEL, type DiscordClient, message, NEWS, startDiscordClient } from './discord-client.ts';

let client: DiscordClient;
afterEach(() => client.peer.close());

const send = (channel = CHANNEL) => client.call('POST', `/channels/${channel}/messages`, message());

describe("Discord's limit of a route", () => {
  it('is in the headers of each response, leads to 429, and resets when its time is up', async () => {
    client = await startDiscordClient({ limits: { route: { limit: 2, perSeconds: 60 } } });
    const first = await send();
    expect(first.headers.get('x-ratelimit-limit')).toBe('2');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect(Number(first.headers.get('x-ratelimit-reset-after'))).toBeGreaterThan(50);
    await send();
    const { status, headers, body } = await send();
    expect(status).toBe(429);
    expect(body).toMatchObject({ message: 'You are being rate limited.', global: false });
    expect(headers.get('x-ratelimit-scope')).toBe('user');
    expect(Number(headers.get('retry-after'))).toBe(Math.ceil(Number(body.retry_after)));
    client.peer.advance(60);
    expect((await send()).status).toBe(200);
  });

  it('applies per channel, with the same bucket name in each', async () => {
    client = await startDiscordClient({ limits: { route: { limit: 1, perSeconds: 60 } } });
    const [here, there] = [await send(), await send(NEWS)];
    expect([here.status, there.status]).toEqual([200, 200]);
    expect(here.headers.get('x-ratelimit-bucket')).toBe(there.headers.get('x-ratelimit-bucket'));
  });

  it('can be left out of the headers', async () => {
    client = await startDiscordClient({ limits: { route: { limit: 1, perSeconds: 60 }, headers: false } });
    expect((await send()).headers.get('x-ratelimit-remaining')).toBeNull();
    expect((await send()).status).toBe(429);
  });
});

describe("Discord's global limit", () => {
  it('says that it is global', async () => {
    client = await startDiscordClient({ limits: { route: null, global: { perSecond: 0.01, burst: 1 } } });
    await send();
    const { status, headers, body } = await send(NEWS);
    expect([status, body.global, body.retry_after]).toEqual([429, true, expect.closeTo(100, 0)]);
    expect(headers.get('x-ratelimit-global')).toBe('true');
    expect(headers.get('x-ratelimit-scope')).toBe('global');
  });

  it('does not apply to webhooks and responses to interactions', async () => {
    const hook = { id: '1600000000000000001', token: 'generated-webhook-token', channel: CHANNEL };
    const global = { perSecond: 0.01, burst: 1 };
    client = await startDiscordClient({ webhooks: [hook], limits: { route: null, global } });
    await send();
    const path = `/webhooks/${hook.id}/${hook.token}`;
    expect((await client.call('GET', path)).status).toBe(200);
  });
});

describe('refusals by Discord', () => {
  it("are counted for ten minutes if they are the sender's fault, and lead to a ban", async () => {
    const unseen = '1100000000000000010';
    const channels = [CHANNEL, { id: unseen, access: 'unseen' as const }];
    client = await startDiscordClient({ channels, limits: { route: null, invalid: 3 } });
    await send('1100000000000000099');
    client.peer.next({ kind: 'too-many', retryAfter: 1, global: false, shared: true });
    expect((await send()).headers.get('x-ratelimit-scope')).toBe('shared');
    expect(client.peer.account().invalid).toBe(0);
    await send(unseen);
    client.peer.next({ kind: 'too-many', retryAfter: 1, global: false });
    await send();
    await send(unseen);
    expect(client.peer.account().invalid).toBe(3);
    const ban = await send();
    expect([ban.status, ban.headers.get('content-type')]).toEqual([429, 'text/html']);
    client.peer.advance(601);
    expect((await send()).status).toBe(200);
  });
});

describe("Discord's faults", () => {
  it('hide the same channels for the same seed', async () => {
    client = await startDiscordClient({
      channels: [],
      ranges: [{ from: '1100000000000001000', count: 3 }],
      faults: { seed: 1, blocked: 1 },
    });
    const { body } = await send('1100000000000001001');
    expect(body).toEqual({ code: 50001, message: 'Missing Access' });
    expect(client.peer.missing('x', ['1100000000000001001'])).toEqual({
      missing: [],
      gone: ['1100000000000001001'],
    });
  });

  it('that lose the response keep the message, so that a repeat is recognised by its nonce', async () => {
    client = await startDiscordClient({ faults: { seed: 1, reset: 1 } });
    const same = message({ nonce: 'same' });
    const path = `/channels/${CHANNEL}/messages`;
    await expect(client.call('POST', path, same)).rejects.toThrow();
    client.peer.setFaults(null);
    expect((await client.call('POST', path, same)).status).toBe(200);
    expect(client.peer.account()).toMatchObject({
      accepted: 1,
      unanswered: 1,
      deduplicated: 1,
      duplicates: [],
    });
  });
});

describe('a duplicate on Discord', () => {
  it('counts as one after a response if a repeat had shown that the message was there', async () => {
    client = await startDiscordClient();
    const path = `/channels/${CHANNEL}/messages`;
    client.peer.next({ kind: 'reset' });
    await expect(client.call('POST', path, message({ nonce: 'same' }))).rejects.toThrow();
    await client.call('POST', path, message({ nonce: 'same' }));
    await client.call('POST', path, message({ nonce: 'other' }));
    expect(client.peer.account().duplicates).toMatchObject([{ copies: 2, afterAnswer: 1 }]);
  });
});
