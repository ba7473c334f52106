import { describe, expect, it } from 'vitest';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { addDays, midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import { isTimely, type SignalRecord } from '../../lib/core/warnings/signal-record.ts';
import { claim, type DeliveryRecord } from '../../lib/delivery/delivery-record.ts';
import { type News, watchLadder } from '../../lib/delivery/news.ts';
import { nextStep, recordKeys, type Step, withheldKeys } from '../../lib/delivery/next-step.ts';
import { record, signalRecord, transition } from '../contract/stored.ts';

const DAY = parseDay('2026-05-27');
const OLDER = parseDay('2026-05-22');
/** 03:00 on the morning after the newest day. */
const NOW = midnight(addDays(DAY, 1)) + 3 * 3600;

function rise(day: string, subject = 'dcg', severity: Transition['severity'] = 'warning'): Transition {
  return { ...transition(day, subject), severity };
}

function fall(day: string, since: string, subject = 'dcg'): Transition {
  return {
    ...rise(day, subject),
    id: `${day} ${subject} resolved`,
    kind: 'resolved',
    since: parseDay(since),
  };
}

function chatOf(change: Partial<Chat> = {}, settings: Partial<Chat['settings']> = {}): Chat {
  const chat = newChat({ vendor: 'telegram', address: '7' }, 'private', 0);
  return { ...chat, ...change, settings: { ...chat.settings, ...settings } };
}

function newsOf(transitions: readonly Transition[], change: Partial<News> = {}): News {
  return { day: DAY, from: addDays(DAY, -30), transitions, signals: [], retracted: [], ...change };
}

function recorded(key: string, change: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    ...record(key),
    revision: 1,
    status: 'sent',
    sentId: `id of ${key}`,
    inDoubtSince: null,
    ...change,
  };
}

/** Everything a chat is sent from now on if every message arrives: keys, contents, reply targets. */
function talk(
  chat: Chat,
  news: News,
  before: readonly DeliveryRecord[] = [],
  own: readonly Transition[] = [],
  now = NOW,
) {
  const records = new Map(before.map((one) => [one.key, one]));
  const sent: { key: string; contents: readonly string[]; replyTo: string | null }[] = [];
  for (let step = nextStep(chat, news, own, records, now); ; step = nextStep(chat, news, own, records, now)) {
    if (step.kind === 'send') {
      const { key, content, replyTo } = step;
      sent.push({
        key,
        contents: 'transitions' in content ? content.transitions.map(({ id }) => id) : [],
        replyTo,
      });
      records.set(key, recorded(key));
    } else if (step.kind === 'sum-up') {
      for (const day of step.days)
        records.set(`warning-${day}`, recorded(`warning-${day}`, { sentId: step.note.sentId }));
    } else return { sent, keys: sent.map(({ key }) => key), last: step };
  }
}

describe('a chat', () => {
  it('is sent older warnings in one note, then the newest, then the digest, each once', () => {
    const news = newsOf([rise(OLDER, 'antpool'), rise('2026-05-24', 'dcg'), rise(DAY, 'foundryusa')]);
    const { sent, last } = talk(chatOf(), news);
    expect(sent.map(({ key, contents }) => [key, contents.length])).toEqual([
      [`catch-up-${DAY}`, 2],
      [`warning-${DAY}`, 1],
      [`digest-${DAY}`, 0],
    ]);
    expect(last).toEqual({ kind: 'done' });
  });

  it('is sent only the digest on a day without warnings', () => {
    expect(talk(chatOf(), newsOf([])).keys).toEqual([`digest-${DAY}`]);
  });

  it('is sent nothing of days that are history or before it joined', () => {
    const news = newsOf([rise(OLDER), rise(DAY, 'antpool')], { from: addDays(DAY, 1) });
    expect(talk(chatOf(), news).keys).toEqual([`digest-${DAY}`]);
    const joined = chatOf({ since: midnight(DAY) + 60 });
    expect(talk(joined, newsOf([rise(OLDER), rise(DAY, 'antpool')])).keys).toEqual([
      `warning-${DAY}`,
      `digest-${DAY}`,
    ]);
    expect(talk(chatOf({ since: NOW }), newsOf([rise(DAY)])).keys).toEqual([]);
  });

  it('is sent what reaches its minimum severity, and nothing below', () => {
    const news = newsOf([rise(DAY, 'dcg', 'notice'), rise(DAY, 'antpool', 'critical')]);
    const sent = (leastSeverity: Transition['severity']) =>
      talk(chatOf({}, { leastSeverity }), news).sent.find(({ key }) => key === `warning-${DAY}`)?.contents;
    expect(sent('notice')).toHaveLength(2);
    expect(sent('warning')).toEqual([rise(DAY, 'antpool').id]);
    expect(sent('emergency')).toBeUndefined();
  });

  it('is sent what its own watch finds, whatever the severity', () => {
    const own = [{ ...rise(DAY, 'f2pool', 'notice'), ladder: watchLadder('f2pool-5') }];
    expect(talk(chatOf({}, { leastSeverity: 'emergency' }), newsOf([]), [], own).sent[0]?.contents).toEqual([
      own[0]!.id,
    ]);
  });

  it('without the digest is sent only warnings', () => {
    const quiet = chatOf({}, { digest: { form: 'off', hour: null } });
    expect(talk(quiet, newsOf([rise(DAY)])).keys).toEqual([`warning-${DAY}`]);
  });

  it('that is paused is sent nothing', () => {
    const gone = chatOf({ standing: { kind: 'paused', reason: 'the bot was blocked', since: 0 } });
    expect(talk(gone, newsOf([rise(DAY)])).keys).toEqual([]);
  });
});

describe('the end of an episode', () => {
  const news = newsOf([rise(OLDER), fall(DAY, OLDER)]);

  it('is sent to chats that got its firing, as a reply to that message', () => {
    const { sent } = talk(chatOf(), news, [recorded(`warning-${OLDER}`)]);
    expect(sent[0]).toEqual({
      key: `warning-${DAY}`,
      contents: [fall(DAY, OLDER).id],
      replyTo: `id of warning-${OLDER}`,
    });
  });

  it('is not sent to chats that did not get the firing', () => {
    expect(talk(chatOf({ since: midnight(DAY) }), news).keys).toEqual([`digest-${DAY}`]);
    const history = newsOf(news.transitions, { from: DAY });
    expect(talk(chatOf(), history).keys).toEqual([`digest-${DAY}`]);
  });

  it('is sent together with its firing in a note if both were missed', () => {
    const both = newsOf([rise(OLDER), fall('2026-05-24', OLDER)]);
    expect(talk(chatOf(), both).sent[0]).toMatchObject({
      key: `catch-up-${DAY}`,
      contents: [both.transitions[0]!.id, both.transitions[1]!.id],
    });
  });

  it('replies to the note that summed up the firing', () => {
    const { sent } = talk(chatOf(), news);
    expect(sent.map(({ key, replyTo }) => [key, replyTo])).toEqual([
      [`catch-up-${DAY}`, null],
      [`warning-${DAY}`, `id of catch-up-${DAY}`],
      [`digest-${DAY}`, null],
    ]);
  });

  it('replies to nothing if something new is sent with it', () => {
    const mixed = newsOf([...news.transitions, rise(DAY, 'antpool')]);
    expect(talk(chatOf(), mixed, [recorded(`warning-${OLDER}`)]).sent[0]?.replyTo).toBeNull();
  });
});

describe('a retraction', () => {
  const news = newsOf([], { retracted: [rise(OLDER)] });

  it('is sent once to chats that got the warning, before anything else', () => {
    const { sent } = talk(chatOf(), news, [recorded(`warning-${OLDER}`)]);
    expect(sent.map(({ key, replyTo }) => [key, replyTo])).toEqual([
      [`retraction-${OLDER}`, `id of warning-${OLDER}`],
      [`digest-${DAY}`, null],
    ]);
  });

  it('is not sent to chats that never got the warning', () => {
    expect(talk(chatOf(), news).keys).toEqual([`digest-${DAY}`]);
  });
});

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

it('the digest waits for its hour, while a warning does not', () => {
  const chat = chatOf({}, { digest: { form: 'short', hour: 8 }, zone: 'Europe/Berlin' });
  const { keys, last } = talk(chat, newsOf([rise(DAY)]));
  expect(keys).toEqual([`warning-${DAY}`]);
  expect(last).toEqual({ kind: 'wait', until: midnight(addDays(DAY, 1)) + 6 * 3600 });
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

describe('an attempt', () => {
  const step = (change: Partial<DeliveryRecord>): Step =>
    nextStep(chatOf(), newsOf([]), [], new Map([[`digest-${DAY}`, recorded(`digest-${DAY}`, change)]]), NOW);

  it('in progress is waited for, and repeated once its sender must have died', () => {
    expect(step({ status: 'pending', claimedUntil: NOW + 20 })).toEqual({ kind: 'wait', until: NOW + 20 });
    expect(step({ status: 'pending', claimedUntil: NOW })).toMatchObject({ kind: 'send' });
    expect(step({ status: 'pending', notBefore: NOW + 40 })).toEqual({ kind: 'wait', until: NOW + 40 });
    expect(step({ status: 'pending', notBefore: NOW })).toMatchObject({ kind: 'send' });
  });

  it('claimed by a clock a day ahead is repeated at once when the clock is right again', () => {
    expect(step({ status: 'pending', claimedUntil: NOW + 86_400 + 30 })).toMatchObject({ kind: 'send' });
  });

  it('made by a clock that was ahead may have sent a duplicate, since its age is unknown', () => {
    const interrupted = recorded('digest-2026-05-27', { status: 'unknown', inDoubtSince: NOW + 86_400 });
    expect(claim('digest-2026-05-27', 'id', interrupted, NOW, true).possibleDuplicates).toBe(
      interrupted.possibleDuplicates + 1,
    );
  });

  it('with an unknown outcome is repeated, up to five attempts in all', () => {
    expect(step({ status: 'unknown', attempts: 4 })).toMatchObject({ kind: 'send' });
    expect(step({ status: 'unknown', attempts: 5 })).toEqual({ kind: 'done' });
  });

  it('the service refuses is not repeated', () => {
    expect(step({ status: 'gave-up' })).toEqual({ kind: 'done' });
  });

  it('that a chat refused is repeated when the chat is back', () => {
    expect(step({ status: 'gone' })).toMatchObject({ kind: 'send' });
  });
});

describe('an early sign', () => {
  const time = midnight(addDays(DAY, 1)) + 3_600;
  const early = (
    change: Partial<SignalRecord> = {},
    of: Partial<SignalRecord['signal']> = {},
  ): SignalRecord => {
    const record = signalRecord(change);
    return { ...record, signal: { ...record.signal, time, ...of } };
  };
  const key = 'signal-933723-owner-dcg-down';
  const heard = (chat: Chat, record: SignalRecord, before: readonly DeliveryRecord[] = []) =>
    talk(chat, newsOf([], { signals: [record] }), [...before, recorded(`digest-${DAY}`)]).keys;
  const jump = (lens: 'owner' | 'pool', subject: string, paused = false): Chat['watches'][number] => ({
    ...{ id: 'jump', since: DAY, paused },
    rule: { id: 'jump', lens, subject, measure: 'jump' },
  });

  it('is sent once, before the warning of the newest day', () => {
    const news = newsOf([rise(DAY)], { signals: [early()] });
    const { keys } = talk(chatOf(), news);
    expect(keys).toEqual([key, `warning-${DAY}`, `digest-${DAY}`]);
    expect(heard(chatOf(), early({ verdict: null }), [recorded(key)])).toEqual([]);
  });

  it('that is only a notice goes to chats that want notices', () => {
    const notice = early({ severity: 'notice' });
    expect(heard(chatOf(), notice)).toEqual([]);
    expect(heard(chatOf({}, { leastSeverity: 'notice' }), notice)).toEqual([key]);
  });

  it('goes to chats that watch jumps of its owner, its pool or anyone, unless the watch is paused', () => {
    const notice = early({ severity: 'notice' });
    const hears = (watch: Chat['watches'][number]) =>
      heard(chatOf({ watches: [watch] }), notice).length === 1;
    expect([
      ...[jump('owner', 'dcg'), jump('pool', 'foundryusa'), jump('owner', '*')].map(hears),
      ...[jump('owner', 'antpool'), jump('pool', 'antpool'), jump('owner', 'dcg', true)].map(hears),
    ]).toEqual([true, true, true, false, false, false]);
  });

  it('is sent once to a chat that wants it for two reasons', () => {
    expect(heard(chatOf({ watches: [jump('owner', 'dcg')] }), early())).toEqual([key]);
  });

  it('waits for the end of quiet hours, unless it is an emergency', () => {
    const quiet = { quiet: { from: 22, to: 7 } };
    const records = new Map([[`digest-${DAY}`, recorded(`digest-${DAY}`)]]);
    const step = (record: SignalRecord) =>
      nextStep(chatOf({}, quiet), newsOf([], { signals: [record] }), [], records, NOW);
    expect(step(early())).toEqual({ kind: 'wait', until: midnight(addDays(DAY, 1)) + 7 * 3_600 });
    expect(step(early({ severity: 'emergency' }))).toMatchObject({ kind: 'send', key });
  });

  describe('of the same event as others', () => {
    /** Foundry finds all blocks, so others find none: found some blocks later, about earlier times. */
    const jump = early({ severity: 'emergency' }, { id: '933723 owner dcg up', direction: 'up' });
    const none = (subject: string, later: number, change: Partial<SignalRecord> = {}) =>
      early(change, {
        id: `${933_723 + later} owner ${subject} down`,
        ...{ subject, height: 933_723 + later, time: time + 600 * later, own: 0, pace: 0 },
      });
    const done = recorded(`digest-${DAY}`);
    const steps = (chat: Chat, signals: readonly SignalRecord[], sent: readonly DeliveryRecord[] = []) => {
      const records = new Map([done, ...sent].map((one) => [one.key, one]));
      const step = nextStep(chat, newsOf([], { signals }), [], records, NOW);
      if (step.kind !== 'send' || step.content.kind !== 'signal') return step.kind;
      const { main, others } = step.content;
      return { key: step.key, replyTo: step.replyTo, ids: [main, ...others].map(({ signal }) => signal.id) };
    };

    it('is one message that names the most severe first', () => {
      const signals = [none('antpool', -1), jump, none('f2pool', 0)];
      expect(steps(chatOf(), signals)).toEqual({
        key: 'signal-933723-owner-dcg-up',
        replyTo: null,
        ids: ['933723 owner dcg up', '933722 owner antpool down', '933723 owner f2pool down'],
      });
      expect(talk(chatOf(), newsOf([], { signals }), [done]).keys).toHaveLength(1);
    });

    it('that was sent causes no further message, though it comes later', () => {
      const sent = recorded('signal-933723-owner-dcg-up');
      expect(steps(chatOf(), [jump, none('antpool', 5), none('f2pool', 9)], [sent])).toBe('done');
    });

    it('is sent after all, in the same thread, if it is more severe than what was sent', () => {
      const sent = recorded('signal-933722-owner-antpool-down', { sentId: '77' });
      expect(steps(chatOf(), [none('antpool', -1), jump], [sent])).toEqual({
        key: 'signal-933723-owner-dcg-up',
        replyTo: '77',
        ids: ['933723 owner dcg up'],
      });
    });

    it('is sent to chats that watch it by name', () => {
      const sent = recorded('signal-933723-owner-dcg-up', { sentId: '77' });
      const watch = { ...{ id: 'jump', since: DAY, paused: false } };
      const rule = { id: 'jump', lens: 'owner', subject: 'antpool', measure: 'jump' } as const;
      const watcher = chatOf({ watches: [{ ...watch, rule }] });
      expect(steps(watcher, [jump, none('antpool', 5), none('f2pool', 9)], [sent])).toEqual({
        key: 'signal-933728-owner-antpool-down',
        replyTo: '77',
        ids: ['933728 owner antpool down', '933732 owner f2pool down'],
      });
    });

    it('is not sent late because another sign of the event was withdrawn', () => {
      const sent = recorded('signal-933723-owner-dcg-up');
      const verdict = { signal: jump.signal.id, day: DAY, height: 933_800, own: 1, blocks: 77 };
      const withdrawn = { ...jump, verdict: { ...verdict, outcome: 'withdrawn' as const } };
      expect(steps(chatOf(), [withdrawn, none('antpool', 5)], [sent])).toBe('done');
    });

    it.each([-1, 5])('is sent if it came %i blocks after one that was withdrawn unsent', (later) => {
      const verdict = { signal: jump.signal.id, day: DAY, height: 933_800, own: 1, blocks: 77 };
      const withdrawn = { ...jump, verdict: { ...verdict, outcome: 'withdrawn' as const } };
      const other = none('antpool', later);
      expect(steps(chatOf(), [withdrawn, other])).toMatchObject({ ids: [other.signal.id] });
    });

    it('is a separate event if it begins later, comes a day later, or is a return', () => {
      const since = { height: 933_730, time };
      const later = none('antpool', 30);
      const begun = { ...later, signal: { ...later.signal, since } };
      const back = { ...later, signal: { ...later.signal, returns: '933000 owner antpool down' } };
      const sent = recorded('signal-933723-owner-dcg-up');
      for (const other of [begun, none('antpool', 150), back])
        expect(steps(chatOf(), [jump, other], [sent])).toMatchObject({ ids: [other.signal.id] });
    });

    it('whose first sign left the chain is an event by itself', () => {
      const gone = { ...jump, isTakenBack: true };
      expect(steps(chatOf(), [gone, none('antpool', 5)])).toMatchObject({
        ids: ['933728 owner antpool down'],
      });
    });
  });

  it('is not sent to a chat that joined after it', () => {
    expect(heard(chatOf({ since: time + 1 }), early())).toEqual([]);
  });

  it('is among the records to load, and withheld for its day while untried', () => {
    const news = newsOf([], { signals: [early()] });
    expect(recordKeys(chatOf(), news, [])).toContain(key);
    expect(withheldKeys(chatOf(), news, [], new Map(), addDays(DAY, 1))).toEqual([key]);
  });

  it('is timely until the day after its own has closed, but not if it is history, withdrawn or taken back', () => {
    const record = early();
    const verdict = { signal: record.signal.id, day: DAY, height: 1, own: 1, blocks: 2 };
    expect([
      isTimely(record, DAY),
      isTimely(record, addDays(DAY, 1)),
      isTimely({ ...record, verdict: { ...verdict, outcome: 'confirmed' } }, DAY),
      isTimely(record, addDays(DAY, 2)),
      isTimely({ ...record, verdict: { ...verdict, outcome: 'withdrawn' } }, DAY),
      isTimely({ ...record, isHistory: true }, DAY),
      isTimely({ ...record, isTakenBack: true }, DAY),
    ]).toEqual([true, true, true, false, false, false, false]);
  });
});

it('a note sent before an interruption marks the days it summed up, and is not resent', () => {
  const news = newsOf([rise(OLDER), rise('2026-05-24', 'antpool')]);
  const before = [recorded(`catch-up-${DAY}`), recorded(`warning-${OLDER}`), recorded(`digest-${DAY}`)];
  const records = new Map(before.map((one) => [one.key, one]));
  expect(nextStep(chatOf(), news, [], records, NOW)).toMatchObject({ kind: 'sum-up', days: ['2026-05-24'] });
  expect(talk(chatOf(), news, before).keys).toEqual([]);
});

it('every record that decides what is sent is loaded', () => {
  const news = newsOf([rise(OLDER), fall(DAY, OLDER)], { retracted: [rise('2026-05-20', 'x')] });
  expect(recordKeys(chatOf(), news, []).toSorted()).toEqual(
    [
      `catch-up-${DAY}`,
      `digest-${DAY}`,
      'retraction-2026-05-20',
      'warning-2026-05-20',
      `warning-${OLDER}`,
      `warning-${DAY}`,
    ].toSorted(),
  );
});

it('untried messages are withheld: all of the newest day, only the warning of an older day', () => {
  const news = newsOf([rise(OLDER), rise(DAY, 'antpool')]);
  const withheld = (day: string) => withheldKeys(chatOf(), news, [], new Map(), parseDay(day));
  expect(withheld(DAY)).toEqual([`catch-up-${DAY}`, `warning-${DAY}`, `digest-${DAY}`]);
  expect(withheld(OLDER)).toEqual([`warning-${OLDER}`]);
  expect(withheld('2026-05-23')).toEqual([]);
});
