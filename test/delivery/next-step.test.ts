import { describe, expect, it } from 'vitest';
import { addDays, midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import { watchLadder } from '../../lib/delivery/news.ts';
import { nextStep, recordKeys, withheldKeys } from '../../lib/delivery/next-step.ts';
import { chatOf, DAY, fall, NOW, newsOf, OLDER, recorded, rise, talk } from './one-chat.ts';

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
