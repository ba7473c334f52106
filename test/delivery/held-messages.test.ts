import { describe, expect, it } from 'vitest';
import type { Chat } from '../../lib/chats/chat.ts';
import { addDays, midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { DeliveryRecord } from '../../lib/delivery/delivery-record.ts';
import { nextStep } from '../../lib/delivery/next-step.ts';
import { chatOf, DAY, NOW, newsOf, OLDER, recorded, rise, talk } from './one-chat.ts';

describe('a chat with quiet hours', () => {
  const quiet = { quiet: { from: 22, to: 7 } };
  const until = midnight(addDays(DAY, 1)) + 7 * 3600;

  it('is sent nothing before they end', () => {
    expect(talk(chatOf({}, quiet), newsOf([rise(DAY)]))).toMatchObject({
      keys: [],
      last: { kind: 'wait', until },
    });
  });

  it('has them in its own time zone', () => {
    const zone = { ...quiet, zone: 'America/New_York' };
    const step = nextStep(chatOf({}, zone), newsOf([rise(DAY)]), [], new Map(), NOW);
    expect(step).toEqual({ kind: 'wait', until: until + 4 * 3600 });
    expect(talk(chatOf({}, { ...quiet, zone: 'Asia/Tokyo' }), newsOf([])).keys).toEqual([`digest-${DAY}`]);
  });

  it('is sent emergencies, unless it opted out', () => {
    const news = newsOf([rise(DAY, 'dcg', 'emergency')]);
    expect(talk(chatOf({}, quiet), news)).toMatchObject({
      keys: [`warning-${DAY}`],
      last: { kind: 'wait', until },
    });
    expect(talk(chatOf({}, { ...quiet, emergenciesPassQuiet: false }), news).keys).toEqual([]);
  });
});

it('the digest waits for its hour, while a warning does not', () => {
  const chat = chatOf({}, { digest: { form: 'short', hour: 8 }, zone: 'Europe/Berlin' });
  const { keys, last } = talk(chat, newsOf([rise(DAY)]));
  expect(keys).toEqual([`warning-${DAY}`]);
  expect(last).toEqual({ kind: 'wait', until: midnight(addDays(DAY, 1)) + 6 * 3600 });
});

describe('a chat that wants the digest once a week', () => {
  const weekly = (change: Partial<Chat> = {}) => chatOf(change, { digest: { form: 'weekly', hour: null } });
  /** What it is sent on the morning after a day. */
  const digestsOf = (chat: Chat, on: string, before: readonly DeliveryRecord[] = []) => {
    const day = parseDay(on);
    const now = midnight(addDays(day, 1)) + 3 * 3600;
    return talk(chat, newsOf([], { day, from: day }), before, [], now).keys;
  };

  it('gets it once, after Sunday has closed', () => {
    expect(digestsOf(weekly(), '2026-05-24')).toEqual(['digest-2026-05-24']);
    const sent = [recorded('digest-2026-05-24')];
    for (const day of ['2026-05-25', '2026-05-27', '2026-05-30'])
      expect(digestsOf(weekly(), day, sent)).toEqual([]);
    expect(digestsOf(weekly(), '2026-05-31', sent)).toEqual(['digest-2026-05-31']);
  });

  it('gets it later if no run had Sunday as its newest day', () => {
    expect(digestsOf(weekly(), '2026-05-26')).toEqual(['digest-2026-05-24']);
  });

  it('gets no digest of the week it joined in until that is over', () => {
    const since = midnight(parseDay('2026-05-26'));
    expect(digestsOf(weekly({ since }), '2026-05-27')).toEqual([]);
    expect(digestsOf(weekly({ since }), '2026-05-31')).toEqual(['digest-2026-05-31']);
  });

  it('is warned on any day', () => {
    expect(talk(weekly(), newsOf([rise(DAY)]), [recorded('digest-2026-05-24')]).keys).toEqual([
      `warning-${DAY}`,
    ]);
  });
});

describe('a silence', () => {
  it('holds everything, emergencies too, until it ends', () => {
    const silence = { from: NOW - 10, until: NOW + 5000 };
    expect(talk(chatOf({ silence }), newsOf([rise(DAY, 'dcg', 'emergency')]))).toMatchObject({
      keys: [],
      last: { kind: 'wait', until: NOW + 5000 },
    });
  });

  it('that has ended releases what it hid', () => {
    const silence = { from: NOW - 9 * 86_400, until: NOW };
    expect(talk(chatOf({ silence }), newsOf([rise(OLDER)])).keys).toEqual([
      `catch-up-${DAY}`,
      `digest-${DAY}`,
    ]);
  });
});
