import { beforeEach, describe, expect, it } from 'vitest';
import { batch, group, person, type Sending, several, startSending } from './sending.ts';

const GROUPS = several(5, group);
const [GROUP] = GROUPS;

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

/** Another message of the bot to a chat, which counts towards its limit. */
async function writeTo(address: string): Promise<void> {
  const body = JSON.stringify({ chat_id: Number(address), text: 'an answer' });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${sending.telegram.url}/bot1:a/sendMessage`, { method: 'POST', headers, body });
}

/** The chats the digest reached, in order. */
const receivers = () =>
  sending.telegram.sent.filter(({ text }) => text.startsWith('digest')).map(({ chat }) => String(chat));

describe('a group at its own rate limit', () => {
  it('delays only itself: five such groups slow down no one else, and get their messages later', async () => {
    sending.telegram.setLimits({ group: { perSecond: 1 / 30, burst: 1 } });
    for (const { address } of GROUPS) await writeTo(address);
    const people = several(40, person);
    for (const one of [...GROUPS, ...people]) await sending.join(one);
    const added = await sending.work(batch([...GROUPS, ...people]));
    expect(new Set(receivers())).toEqual(new Set(people.map(({ address }) => address)));
    expect(await sending.store.paces.loadPace('telegram')).toMatchObject({ rate: 500, blockedUntil: 0 });
    expect(added).toMatchObject([[{ kind: 'batch' }, expect.any(Number)]]);
    const waiting = (await sending.rows()).filter(({ status }) => status === 'pending');
    expect(waiting.map(({ chat }) => chat).sort()).toEqual(GROUPS.map(({ address }) => address).sort());
    // A sender that comes too early leaves them alone and makes no request.
    const asked = sending.telegram.account().requests.sendMessage;
    await sending.work(batch(GROUPS));
    expect(sending.telegram.account().requests.sendMessage).toBe(asked);
    sending.advance(31);
    await sending.work(batch(GROUPS));
    expect(receivers().slice(-5).sort()).toEqual(GROUPS.map(({ address }) => address).sort());
  });

  it('that keeps limiting a message is eventually given up, without a dead letter', async () => {
    await sending.join(GROUP!);
    for (let attempt = 1; attempt <= 5; attempt++) {
      sending.telegram.next({ kind: 'too-many', retryAfter: 3 });
      await sending.work(batch([GROUP!]));
      sending.advance(300);
    }
    expect(await sending.rows()).toMatchObject([
      { status: 'gave-up', reason: 'asked to wait 3 s', attempts: 5 },
    ]);
    await sending.work(batch([GROUP!]));
    expect([sending.telegram.sent, sending.takeAside()]).toEqual([[], []]);
  });

  it('uses up no attempts of a message that fails for another reason', async () => {
    await sending.join(GROUP!);
    for (const kind of ['too-many', 'reset', 'too-many', 'reset', 'too-many', 'reset'] as const) {
      sending.telegram.next(kind === 'reset' ? { kind } : { kind, retryAfter: 3 });
      await sending.work(batch([GROUP!]));
      sending.advance(300);
    }
    await sending.work(batch([GROUP!]));
    expect(await sending.rows()).toMatchObject([{ status: 'sent', attempts: 7 }]);
  });

  it('is not assumed if many chats are limited at once: then everyone waits, and no attempt counts', async () => {
    sending.telegram.setLimits({ all: { perSecond: 1, burst: 1 } });
    const people = several(20, person);
    for (const one of people) await sending.join(one);
    await sending.work(batch(people));
    const pace = await sending.store.paces.loadPace('telegram');
    expect(pace?.rate).toBe(15);
    expect(pace?.blockedUntil).toBeGreaterThan(sending.now());
    const refused = (await sending.rows()).filter(({ status }) => status === 'pending');
    expect(refused.filter(({ attempts }) => attempts === 0).length).toBeGreaterThan(0);
  });
});
