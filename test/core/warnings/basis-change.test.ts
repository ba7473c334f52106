import { describe, expect, it } from 'vitest';
import { newChat } from '../../../lib/chats/chat.ts';
import { defaultRules } from '../../../lib/config/default-rules.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { addDays, parseDay, type UtcDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../../../lib/core/lenses/lens.ts';
import type { Observation } from '../../../lib/core/rules/observation.ts';
import { parseRules } from '../../../lib/core/rules/parse-rules.ts';
import { advanceDay, type Observe } from '../../../lib/core/warnings/advance.ts';
import type { RuleStates, Transition } from '../../../lib/core/warnings/episode.ts';
import { isWarning } from '../../../lib/core/warnings/is-warning.ts';
import { ladders } from '../../../lib/core/warnings/ladder.ts';
import { gatherNews } from '../../../lib/delivery/gather-news.ts';
import { ownTransitions } from '../../../lib/delivery/own-transitions.ts';
import { progress } from '../../contract/stored.ts';
import { countedTransitions } from '../../support/recorded.ts';

const RULES = parseRules(
  [0.25, 0.5, 0.75].map((above, rung) => ({
    id: `rung-${rung}`,
    ladder: 'day',
    lens: 'owner',
    subject: 'bitmain',
    measure: 'share',
    window: 1,
    above,
    forDays: rung === 0 ? 2 : 1,
    severity: ['notice', 'warning', 'emergency'][rung],
  })),
  'rules.json',
);

/** A day on which someone mined `now` of 1,000 blocks; `before`: according to prior knowledge. */
type SimulatedDay = { readonly now: number; readonly before?: number };

/** The moves of an episode over generated days; knowledge changes on days with a `before`. */
function moves(days: readonly SimulatedDay[]): readonly string[] {
  let states: RuleStates = new Map();
  const transitions: Transition[] = [];
  const first = parseDay('2031-05-01');
  days.forEach(({ now, before }, index) => {
    const day = addDays(first, index);
    const observe: Observe = () => ({
      asKnown: mined(day, now),
      asKnownBefore: before === undefined ? null : mined(day, before),
    });
    const moved = advanceDay(ladders(RULES), states, day, observe);
    states = moved.states;
    transitions.push(...moved.transitions);
  });
  return transitions.map(
    ({ day, kind, rule, isOpen }) => `${day.slice(8)} ${kind} ${rule}${isOpen ? '' : ', over'}`,
  );
}

function mined(day: UtcDay, blocks: number): Observation {
  const now = { day, from: day, window: 1, lens: 'owner', blocks: 1000, unknown: 0, missingDays: 0 } as const;
  return { kind: 'counted', now: { ...now, counts: new Map([['bitmain', blocks]]) }, before: null };
}

describe('a change of knowledge', () => {
  it('fires nothing: an episode it opens has a changed basis', () => {
    expect(moves([{ now: 100 }, { now: 600, before: 100 }])).toEqual(['02 basis-changed rung-1']);
  });

  it('resolves nothing: an episode it ends has a changed basis', () => {
    expect(moves([{ now: 600 }, { now: 100, before: 600 }])).toEqual([
      '01 fired rung-1',
      '02 basis-changed rung-1, over',
    ]);
  });

  it('neither escalates nor eases', () => {
    expect(moves([{ now: 600 }, { now: 900, before: 600 }, { now: 600, before: 900 }])).toEqual([
      '01 fired rung-1',
      '02 basis-changed rung-2',
      '03 basis-changed rung-1',
    ]);
  });

  it('hides nothing that happened on the same day', () => {
    expect(moves([{ now: 100 }, { now: 601, before: 600 }])).toEqual(['02 fired rung-1']);
    expect(moves([{ now: 600 }, { now: 100, before: 101 }])).toEqual([
      '01 fired rung-1',
      '02 resolved rung-1, over',
    ]);
  });

  it('is separated from what happened on the same day', () => {
    expect(moves([{ now: 100 }, { now: 900, before: 600 }])).toEqual([
      '02 fired rung-1',
      '02 basis-changed rung-2',
    ]);
  });

  it('cancels what did not happen at once, without a transition', () => {
    expect(moves([{ now: 100 }, { now: 100, before: 900 }])).toEqual([]);
    expect(moves([{ now: 600 }, { now: 600, before: 100 }])).toEqual(['01 fired rung-1']);
  });

  it('makes a rule that waits for days start over, since days on another basis do not count', () => {
    expect(moves([{ now: 300 }, { now: 300 }])).toEqual(['02 fired rung-0']);
    expect(moves([{ now: 300 }, { now: 260, before: 270 }, { now: 300 }, { now: 300 }])).toEqual([
      '04 fired rung-0',
    ]);
  });
});

describe('the recorded days', () => {
  const brief = (knowledge: Knowledge, wanted: (transition: Transition) => boolean) =>
    countedTransitions(knowledge)
      .filter(wanted)
      .map(({ day, rule, subject, kind }) => `${day} ${rule} ${subject} ${kind}`);

  it.each(['then', 'now'] as const)(
    "resolve nothing for China when its owners' seats are no longer known, knowledge %s",
    (knowledge) => {
      const ofChina = ({ lens, day }: Transition) => lens === 'operator-country' && day >= '2021-09-27';
      expect(brief(knowledge, ofChina)).toEqual(['2021-10-01 operator-country-65 CN basis-changed']);
    },
  );

  it('say nothing about China in December 2020 from a sale published in February 2021', () => {
    const winter = ({ lens, day }: Transition) =>
      lens === 'operator-country' && '2020-11-01' < day && day < '2021-02-17';
    expect(brief('then', winter)).toEqual([]);
  });

  it("open AntPool's template group with the report on it, and send nothing", () => {
    const changes = countedTransitions('then').filter(
      ({ lens, kind }) => lens === 'template' && kind === 'basis-changed',
    );
    expect(changes.map(({ day, subject }) => `${day} ${subject}`)).toEqual([
      '2024-04-17 antpooltemplates',
      '2025-04-07 antpooltemplates',
    ]);
    expect(changes.some((change) => isWarning({ ...change, severity: 'emergency' }))).toBe(false);
    expect(brief('then', ({ subject, kind }) => subject === 'antpooltemplates' && kind === 'fired')).toEqual(
      [],
    );
  });

  it('send nothing on a day on which knowledge alone moves an episode', () => {
    const [day, before] = [parseDay('2021-10-01'), parseDay('2021-09-30')];
    const transitions = countedTransitions('then').filter((one) => one.day <= day);
    expect(transitions.filter((one) => one.day === day)).toMatchObject([{ kind: 'basis-changed' }]);
    const run = { ledger: shippedLedger(), transitions, signals: [], knowledge: 'then' } as const;
    const news = gatherNews(run, { ...progress(), through: day, quietThrough: before }, defaultRules(), []);
    expect(news.transitions.filter((one) => one.day === day)).toEqual([]);
  });

  it('send nothing to a chat whose own watch is moved by knowledge alone', () => {
    const chat = newChat({ vendor: 'telegram', address: '1' }, 'private', 0);
    const own = {
      id: 'china',
      lens: 'operator-country',
      subject: 'CN',
      measure: 'share',
      window: 7,
      above: 0.5,
      severity: 'warning',
    } as const;
    const watch = { id: 'china', rule: own, since: parseDay('2021-09-20'), paused: false };
    const transitions = ownTransitions(shippedLedger(), 'then')({ ...chat, watches: [watch] });
    expect(transitions.map(({ day, kind }) => `${day} ${kind}`)).toEqual(['2021-09-20 fired']);
  });

  it('list every change of basis', () => {
    expect(brief('then', ({ kind }) => kind === 'basis-changed')).toMatchInlineSnapshot(`
      [
        "2021-10-01 operator-country-65 CN basis-changed",
        "2024-04-17 template-quarter antpooltemplates basis-changed",
        "2025-04-07 template-quarter antpooltemplates basis-changed",
      ]
    `);
    expect(brief('now', ({ kind }) => kind === 'basis-changed')).toMatchInlineSnapshot(`
      [
        "2021-10-01 operator-country-65 CN basis-changed",
        "2022-09-07 template-two-fifths antpooltemplates basis-changed",
      ]
    `);
  });
});
