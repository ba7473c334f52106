import { describe, expect, it } from 'vitest';
import { parseWatch, watchRule } from '../../lib/bot/commands/watches/watching.ts';
import { chatSchema, newChat } from '../../lib/chats/chat.ts';

describe('a typed watch', () => {
  it.each([
    ['foundry 35%', { who: 'foundry', level: 0.35, side: 'above', window: 7 }],
    ['35% foundry usa', { who: 'foundry usa', level: 0.35, side: 'above', window: 7 }],
    ['foundryusa 35', { who: 'foundryusa', level: 0.35, side: 'above', window: 7 }],
    ['antpool below 10 % 30d', { who: 'antpool', level: 0.1, side: 'below', window: 30 }],
    ['antpool below 10% over the last month', { who: 'antpool', level: 0.1, side: 'below', window: 30 }],
    ['foundry 40% thirty', { who: 'foundry', level: 0.4, side: 'above', window: 30 }],
    ['foundry weekly 40', { who: 'foundry', level: 0.4, side: 'above', window: 7 }],
    ['foundry 40% 5y', { who: 'foundry', level: 0.4, side: 'above', window: 1825 }],
    ['antpool > 1/3', { who: 'antpool', level: 1 / 3, side: 'above', window: 7 }],
    ['antpool<5%', { who: 'antpool', level: 0.05, side: 'below', window: 7 }],
    ['21 inc 5%', { who: '21 inc', level: 0.05, side: 'above', window: 7 }],
    ['antpool more than a third', { who: 'antpool a', level: 1 / 3, side: 'above', window: 7 }],
  ])('"%s"', (text, { level, ...expected }) => {
    expect(parseWatch(text)).toMatchObject(expected);
    expect(parseWatch(text).level?.value).toBeCloseTo(level, 9);
  });

  it('without a level has none', () => {
    expect(parseWatch('foundry')).toMatchObject({ who: 'foundry', level: undefined });
    expect(parseWatch('')).toMatchObject({ who: '', level: undefined });
  });

  it.each([
    ['china machines 50%', 'machines'],
    ['operators china 50%', 'operators'],
    ['china 50%', undefined],
  ])('"%s" says whether machines or operators of a country', (text, of) => {
    expect(parseWatch(text)).toMatchObject({ who: 'china', of });
  });
});

describe('the rule of a watch', () => {
  const third = { value: 1 / 3, written: '1/3' };

  it('is a rule as in a rules file, named after what it watches', () => {
    const rule = watchRule({ lens: 'pool', key: 'antpool' }, third, { side: 'below', window: 30 });
    expect(rule).toEqual({
      id: 'antpool-below-33-3-30d',
      lens: 'pool',
      subject: 'antpool',
      measure: 'share',
      window: 30,
      below: '1/3',
      severity: 'warning',
    });
  });

  it('on machines is always over a week', () => {
    const rule = watchRule({ lens: 'country', key: 'CN' }, third, { side: 'above', window: 30 });
    expect(rule).toMatchObject({ id: 'machines-cn-33-3', lens: 'country', window: 7 });
  });

  it('fits into a chat however long the name is', () => {
    const rule = watchRule({ lens: 'pool', key: 'bitcoinaffiliatenetwork' }, third, {
      side: 'below',
      window: 30,
    });
    const watch = { id: rule.id, rule, since: '2026-04-22', paused: false };
    const chat = { ...newChat({ vendor: 'telegram', address: '1' }, 'private', 0), watches: [watch] };
    expect(chatSchema.safeParse(chat).success).toBe(true);
  });
});
