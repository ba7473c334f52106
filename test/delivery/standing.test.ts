import { beforeEach, describe, expect, it } from 'vitest';
import type { ChatKey } from '../../lib/chats/chat-key.ts';
import { ensureOperatorChats } from '../../lib/chats/operator-chats.ts';
import { addDays, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { DeliveryDeps } from '../../lib/delivery/delivery-deps.ts';
import { CHAT_REFUSAL_NAMES } from '../support/telegram-peer/chat-refusals.ts';
import { channel, FIRST_DAY, group, person, type Sending, several, startSending } from './sending.ts';

const dayAfter = (days: number): UtcDay => addDays(FIRST_DAY, days);
const ON = { kind: 'on' };

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

const blocked = (key: ChatKey, standing: 'blocked' | 'in' = 'blocked') =>
  sending.telegram.changeChat({ id: Number(key.address), standing });
const sentTo = (key: ChatKey) =>
  sending.telegram.sent.filter(({ chat }) => String(chat) === key.address).map(({ text }) => text);

/** What the operator is told. */
function hearing() {
  const heard: string[] = [];
  const more: Partial<DeliveryDeps> = {
    onRefusedAtLarge: (vendor) => heard.push(`${vendor}: refused at large`),
    onChatsOff: (chats) => heard.push(`${chats} off`),
  };
  return { more, takeHeard: () => heard.splice(0) };
}

describe('a chat that refuses messages', () => {
  it('is not paused after one day of refusals, and gets what it missed that day once it accepts messages', async () => {
    await sending.join(person(1));
    blocked(person(1));
    await sending.send(FIRST_DAY);
    expect(await sending.standing(person(1))).toEqual({
      kind: 'refusing',
      days: [FIRST_DAY].map((day) => addDays(day, 1)),
      reason: '403 Forbidden: bot was blocked by the user',
    });
    expect(await sending.rows(FIRST_DAY)).toMatchObject([
      { status: 'gone', reason: '403 Forbidden: bot was blocked by the user' },
    ]);
    blocked(person(1), 'in');
    sending.after(FIRST_DAY, 5);
    await sending.send(FIRST_DAY);
    expect(sentTo(person(1))).toEqual([]);
    sending.after(FIRST_DAY, 7);
    await sending.send(FIRST_DAY);
    expect(sentTo(person(1))).toEqual(['digest of 2026-05-27']);
    expect(await sending.standing(person(1))).toEqual(ON);
  });

  it('is paused after refusals on three different days, and no more is tried', async () => {
    for (const key of [person(1), person(2)]) await sending.join(key);
    blocked(person(1));
    for (const days of [0, 1, 2, 3]) {
      sending.after(dayAfter(days));
      await sending.send(dayAfter(days));
    }
    expect(await sending.standing(person(1))).toEqual({
      kind: 'paused',
      reason:
        'Telegram refused messages on 3 different days, most recently with “403 Forbidden: bot was blocked by the user”',
      since: expect.any(Number),
    });
    expect(sending.telegram.account().answers).toEqual({ 200: 4, 403: 3 });
    expect(sentTo(person(2))).toHaveLength(4);
  });

  it('is not retried at once, unless it accepts us again', async () => {
    await sending.join(person(1));
    sending.telegram.next({ kind: 'blocked' });
    await sending.send();
    expect(await sending.standing(person(1))).toMatchObject({ kind: 'refusing' });
    await sending.send();
    expect(sentTo(person(1))).toEqual([]);
    await ensureOperatorChats(sending.store.chats, [{ ...person(1), topic: null }]);
    await sending.send();
    expect(sentTo(person(1))).toHaveLength(1);
  });

  it('is not paused after refusals on three different days if it accepted something in between', async () => {
    await sending.join(person(1));
    for (const [days, standing] of (['blocked', 'blocked', 'in', 'blocked', 'blocked'] as const).entries()) {
      blocked(person(1), standing);
      sending.after(dayAfter(days));
      await sending.send(dayAfter(days));
    }
    expect(await sending.standing(person(1))).toMatchObject({ kind: 'refusing', days: { length: 2 } });
  });

  it.each(CHAT_REFUSAL_NAMES.filter((name) => !/photo|media|pictures/.test(name)))(
    'with another status than 403 is paused in the same way, without dead letters: %s',
    async (refuses) => {
      await sending.join(group(1));
      await sending.join(group(2));
      sending.telegram.changeChat({ id: Number(group(1).address), refuses });
      for (const days of [0, 1, 2]) {
        sending.after(dayAfter(days));
        await sending.send(dayAfter(days));
      }
      expect(await sending.standing(group(1))).toMatchObject({ kind: 'paused' });
      expect(await sending.standing(group(2))).toEqual(ON);
      expect(sending.takeAside()).toEqual([]);
    },
  );

  it('as malformed, one after another, is paused and leaves no further dead letters', async () => {
    await sending.join(channel(1));
    await sending.join(channel(2));
    const letters: number[] = [];
    for (const days of [0, 1, 2, 3]) {
      sending.after(dayAfter(days));
      // Which of the two comes first follows from their shards.
      await sending.send(dayAfter(days), only(channel(2)));
      sending.discord.next({ kind: 'refused', status: 400, code: 240000, message: 'Message was blocked' });
      await sending.send(dayAfter(days), only(channel(1)));
      letters.push(sending.takeAside().length);
    }
    expect(letters).toEqual([1, 1, 0, 0]);
    expect(await sending.standing(channel(1))).toMatchObject({
      kind: 'paused',
      reason: 'Discord refused messages on 3 different days, most recently with “400 Message was blocked”',
    });
    expect(await sending.standing(channel(2))).toEqual(ON);
  });

  it('is reported to the operator if many are paused', async () => {
    const { more, takeHeard } = hearing();
    for (const key of several(10, person)) await sending.join(key);
    blocked(person(1));
    for (const days of [0, 1, 2]) {
      expect(takeHeard()).toEqual([]);
      sending.after(dayAfter(days));
      await sending.send(dayAfter(days), more);
    }
    expect(takeHeard()).toEqual(['1 off']);
  });
});

/** Leaves all chats but one to another sender. */
function only({ address }: ChatKey): Partial<DeliveryDeps> {
  const { store } = sending;
  return {
    chats: {
      ...store.chats,
      loadChats: async (vendor, addresses) =>
        store.chats.loadChats(
          vendor,
          addresses.filter((one) => one === address),
        ),
    },
  };
}

describe('if an unusual part of all chats refuses at once', () => {
  it('none is paused, however many days it lasts, and the operator is told', async () => {
    const { more, takeHeard } = hearing();
    const groups = several(5, group);
    for (const key of [...groups, ...several(10, person)]) await sending.join(key);
    for (const days of [0, 1, 2, 3]) {
      for (const { address } of groups)
        sending.telegram.changeChat({ id: Number(address), refuses: 'no-rights' });
      sending.after(dayAfter(days));
      await sending.send(dayAfter(days), more);
      expect(new Set(takeHeard())).toEqual(new Set(['telegram: refused at large']));
    }
    for (const key of groups) expect(await sending.standing(key)).toMatchObject({ kind: 'refusing' });
    for (const { address } of groups) sending.telegram.changeChat({ id: Number(address), refuses: null });
    sending.after(dayAfter(4));
    await sending.send(dayAfter(4), more);
    expect(takeHeard()).toEqual([]);
    for (const key of groups) expect(await sending.standing(key)).toEqual(ON);
    expect(groups.flatMap(sentTo)).toEqual(groups.map(() => 'digest of 2026-05-31'));
  });

  it('the day does not count for chats that had refused before', async () => {
    const all = several(6, person);
    for (const key of all) await sending.join(key);
    blocked(person(0));
    const send = async (days: number) => {
      sending.after(dayAfter(days));
      await sending.send(dayAfter(days));
    };
    await send(0);
    for (const key of all) blocked(key);
    await send(1);
    for (const key of all.slice(1)) blocked(key, 'in');
    await send(2);
    expect(await sending.standing(person(0))).toMatchObject({ kind: 'refusing' });
    await send(3);
    expect(await sending.standing(person(0))).toMatchObject({ kind: 'paused' });
  });
});
