import { beforeEach, describe, expect, it } from 'vitest';
import { channel, FIRST_DAY, person, type Sending, several, startSending } from './sending.ts';

/** More than are sent to at the same time. */
const CHATS = 30;
const ON = { kind: 'on' };

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

/** Sends, and returns what the operator is told. */
async function send(): Promise<readonly string[]> {
  const told: string[] = [];
  await sending.send(FIRST_DAY, { onBarred: (vendor, reason) => told.push(`${vendor}: ${reason}`) });
  return told;
}

describe('a sender from which the service accepts nothing', () => {
  it.each([
    ['token', 401, '401 Unauthorized'],
    ['address', 403, '403 and a web page'],
  ] as const)(
    'on Telegram because of its %s stops, gives nothing up, and resumes by itself',
    async (how, status, reason) => {
      const people = several(CHATS, person);
      for (const key of [...people, channel(1)]) await sending.join(key);
      sending.telegram.bar(how);
      expect(await send()).toEqual([`telegram: ${reason}`]);
      const refused = sending.telegram.account().answers[status]!;
      expect(refused).toBeLessThan(CHATS);
      // The other service continues.
      expect(sending.discord.sent).toHaveLength(1);
      const rows = await sending.rows();
      expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['sent', 'pending', 'withheld']));
      expect(sending.takeAside()).toEqual([]);
      for (const key of people) expect(await sending.standing(key)).toEqual(ON);
      // For five minutes it makes no request.
      expect(await send()).toEqual([]);
      expect(sending.telegram.account().answers[status]).toBe(refused);
      sending.telegram.bar(null);
      sending.after(FIRST_DAY, 3.1);
      expect(await send()).toEqual([]);
      expect(new Set(sending.telegram.sent.map(({ chat }) => String(chat)))).toEqual(
        new Set(people.map(({ address }) => address)),
      );
      expect(sending.telegram.sent).toHaveLength(CHATS);
      expect((await sending.rows()).map(({ status }) => status)).toEqual(Array(CHATS + 1).fill('sent'));
    },
  );

  it.each([
    ['token', '401 401: Unauthorized'],
    ['address', '403 internal network error'],
    ['page', '403 and a web page'],
  ] as const)(
    'on Discord because of its %s stops, gives nothing up, and resumes by itself',
    async (how, reason) => {
      const channels = several(CHATS, channel);
      for (const key of channels) await sending.join(key);
      sending.discord.bar(how);
      expect(await send()).toEqual([`discord: ${reason}`]);
      expect(sending.takeAside()).toEqual([]);
      for (const key of channels) expect(await sending.standing(key)).toEqual(ON);
      sending.discord.bar(null);
      sending.after(FIRST_DAY, 3.1);
      expect(await send()).toEqual([]);
      expect(sending.discord.sent).toHaveLength(CHATS);
      expect((await sending.rows()).map(({ status }) => status)).toEqual(Array(CHATS).fill('sent'));
    },
  );
});
