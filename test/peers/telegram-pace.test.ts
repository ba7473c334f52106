import { afterEach, describe, expect, it } from 'vitest';
import { startTelegramClient, type TelegramClient } from './telegram-client.ts';

let client: TelegramClient;
afterEach(() => client.peer.close());

const never = { perSecond: 1e6, burst: 1e6 };
/** So slow that no token is refilled during a test. */
const slow = (burst: number, perSecond = 0.01) => ({ perSecond, burst });

async function statuses(chats: readonly number[]): Promise<readonly string[]> {
  const outcomes = [];
  for (const chat_id of chats) outcomes.push(await client.outcome('sendMessage', { chat_id, text: 'x' }));
  return outcomes;
}

describe("Telegram's rate limit", () => {
  it('over all chats answers 429 with the seconds to wait, and accepts messages after them', async () => {
    client = await startTelegramClient({ chats: [1, 2, 3], limits: { all: slow(2), chat: never } });
    expect(await statuses([1, 2])).toEqual(['ok', 'ok']);
    const refused = await client.call('sendMessage', { chat_id: 3, text: 'x' });
    expect(refused).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 100',
      parameters: { retry_after: 100 },
    });
    client.peer.advance(100);
    expect(await statuses([3])).toEqual(['ok']);
  });

  it('in one chat does not affect other chats', async () => {
    client = await startTelegramClient({ chats: [1, 2], limits: { chat: slow(1, 0.5) } });
    expect(await statuses([1, 1, 2])).toEqual(['ok', 'Too Many Requests: retry after 2', 'ok']);
  });

  it('in a group counts per minute', async () => {
    client = await startTelegramClient({ chats: [-1, 1], limits: { chat: never, group: slow(3) } });
    expect(await statuses([-1, -1, -1, -1])).toEqual([
      'ok',
      'ok',
      'ok',
      'Too Many Requests: retry after 100',
    ]);
    expect(await statuses([1, 1, 1, 1])).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('uses no tokens for a message that any bucket refuses', async () => {
    client = await startTelegramClient({ chats: [1, 2], limits: { all: slow(2), chat: slow(1) } });
    expect(await statuses([1, 1, 1, 2])).toEqual([
      'ok',
      'Too Many Requests: retry after 100',
      'Too Many Requests: retry after 100',
      'ok',
    ]);
  });

  it('counts edits as well as sends', async () => {
    client = await startTelegramClient({ chats: [1], limits: { chat: slow(1) } });
    await statuses([1]);
    expect(await client.outcome('editMessageText', { chat_id: 1, message_id: 1, text: 'y' })).toMatch(
      /Too Many/,
    );
  });
});

describe("Telegram's faults", () => {
  it('break the same recipients for the same seed, about as many as asked', async () => {
    const count = 2000;
    const ids = Array.from({ length: count }, (_, index) => index + 1);
    const gone = async () => {
      client = await startTelegramClient({
        chats: [],
        ranges: [{ from: 1, count }],
        faults: { seed: 5, blocked: 0.1 },
      });
      const { gone: found } = client.peer.missing('x', ids);
      await client.peer.close();
      return found;
    };
    const first = await gone();
    expect(await gone()).toEqual(first);
    // Six standard deviations of a binomial of 2,000 at 10%.
    expect(Math.abs(first.length - 200)).toBeLessThan(81);
  });

  it('migrate a basic group, which continues as the reported supergroup', async () => {
    const faults = { seed: 1, migrated: 1 };
    client = await startTelegramClient({ chats: [], ranges: [{ from: -50, count: 10 }], faults });
    const { parameters } = await client.call('sendMessage', { chat_id: -45, text: 'x' });
    expect(parameters).toEqual({ migrate_to_chat_id: -1_000_000_000_045 });
    expect(client.peer.missing('x', [-45])).toEqual({ missing: [-45], gone: [] });
    expect(await client.outcome('sendMessage', { chat_id: -1_000_000_000_045, text: 'x' })).toBe('ok');
    expect(client.peer.missing('x', [-45])).toEqual({ missing: [], gone: [] });
  });

  it('make a chat at its own limit refuse twice, and no other chat', async () => {
    client = await startTelegramClient({ chats: [-1, -2], faults: { seed: 1, full: 1 } });
    expect(await statuses([-1, -1, -1, -2])).toEqual([
      'Too Many Requests: retry after 3',
      'Too Many Requests: retry after 3',
      'ok',
      'Too Many Requests: retry after 3',
    ]);
  });

  it('stop when turned off', async () => {
    client = await startTelegramClient({ chats: [1], faults: { seed: 1, tooMany: 1 } });
    expect(await statuses([1])).toEqual(['Too Many Requests: retry after 1']);
    client.peer.setFaults(null);
    expect(await statuses([1])).toEqual(['ok']);
  });

  it('that lose the response still send the message', async () => {
    client = await startTelegramClient({ chats: [1], faults: { seed: 1, reset: 1 } });
    await expect(client.call('sendMessage', { chat_id: 1, text: 'x' })).rejects.toThrow();
    expect(client.peer.account()).toMatchObject({ accepted: 1, unanswered: 1, answers: { reset: 1 } });
  });
});
