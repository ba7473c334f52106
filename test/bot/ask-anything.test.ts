import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { type Conversation, PRIVATE, shown, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('an imprecise input', () => {
  it('suggests the command for a misspelled one, with its arguments', async () => {
    expect(await talk.ask('/pol ant')).toMatchInlineSnapshot(`
      "I don't know that command

      /pol is not a command. Did you mean /pool?

      [/pool > .pool ant]"
    `);
  });

  it.each([
    ['/pool fundry', '/pool foundryusa'],
    ['/pool fuondry', '/pool foundryusa'],
    ['/pool antpol', '/pool antpool'],
    ['/history fundry 30d', '/history foundryusa 30d'],
    ['/country gemany', '/country DE'],
    ['fundry', 'foundry'],
    ['Antpol', 'antpool'],
  ])('is understood with a typo in one word of a name: %s', async (typed, meant) => {
    expect(await talk.ask(typed)).toBe(await talk.ask(meant));
  });

  it('is asked back if a misspelled name fits several', async () => {
    expect(await talk.ask('/country nigera')).toMatchInlineSnapshot(`
      "Did you mean one of these?

      Nothing is called “nigera”. Similar: Niger, Nigeria.

      [Niger > .country NE]
      [Nigeria > .country NG]"
    `);
  });

  it('is asked back if a misspelled name would set an alarm', async () => {
    expect(await talk.ask('/watch antpol 35%')).toMatchInlineSnapshot(`
      "Did you mean one of these?

      Nothing is called “antpol”. Similar: AntPool.

      [AntPool > .watch antpool 35% 7d]"
    `);
  });

  it.each([
    ['/pools thirty', '/pools 30'],
    ['/pools the last month', '/pools 30'],
    ['/pools 1w', '/pools 7'],
    ['/pools today', '/pools 1'],
    ['/owners 3 months', '/owners 90'],
    ['/history foundry over the last thirty days', '/history foundry 30d'],
    ['/history china year', '/history china 1y'],
  ])('is understood with a period in words: %s', async (typed, meant) => {
    expect(await talk.ask(typed)).toBe(await talk.ask(meant));
  });

  it('is refused for a period that is not counted, with the choices', async () => {
    expect(await talk.ask('/pools 14')).toMatchInlineSnapshot(`
      "Shares are counted over 1, 7, 30 or 90 days

      I can't do “14”. Choose one of these:

      [1 day > .pools 1] [7 days > .pools 7] [30 days > .pools 30] [90 days > .pools 90]"
    `);
    expect(await talk.ask('/owners 5y')).toMatchInlineSnapshot(`
      "Shares are counted over 1, 7, 30 or 90 days

      I can't do “5y”. Choose one of these:

      [1 day > .owners 1] [7 days > .owners 7] [30 days > .owners 30] [90 days > .owners 90]"
    `);
    expect(await talk.ask('/history foundry 1d')).toMatchInlineSnapshot(`
      "Shares are counted over 2 days or more, as far back as the ledger goes

      I can't do “1d”. Choose one of these:

      [30 days > .history foundry 30d] [90 days > .history foundry 90d] [365 days > .history foundry 365d]"
    `);
    expect(await talk.ask('/watch antpool 30% over the last fortnight')).toMatchInlineSnapshot(`
      "Shares are counted over 1, 7, 30 or 90 days

      I can't do “fortnight”. Choose one of these:

      [1 day > .watch antpool 30% 1d] [7 days > .watch antpool 30% 7d] [30 days > .watch antpool 30% 30d] [90 days > .watch antpool 30% 90d]"
    `);
  });

  it('is asked back if a name fits several', async () => {
    expect(await talk.ask('/pool bit')).toMatchInlineSnapshot(`
      "Which one?

      Several match “bit”: Bitfarms, Bitcoin.com, BitMinter, BitcoinRussia, Bitparking.

      [Bitfarms > .pool bitfarms]
      [Bitcoin.com > .pool bitcoincom]
      [BitMinter > .pool bitminter]
      [BitcoinRussia > .pool bitcoinrussia]
      [Bitparking > .pool bitparking]"
    `);
  });

  it('gets one short example if it is nonsense', async () => {
    expect(await talk.ask('/qwertyuiop')).toMatchInlineSnapshot(`
      "I didn't understand that

      Try /pool antpool, or /help for everything.

      [Today > .today] [Help > .help]"
    `);
    expect(await talk.ask('')).toMatch(/^I can answer things like these/);
  });

  it('is quoted as plain text, truncated if long', async () => {
    expect(await talk.ask(`/country <b>${'x'.repeat(60)}`)).toMatchInlineSnapshot(`
      "No such country

      I don't know a country called “<b>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”. For example: /country china"
    `);
  });

  it.each([
    ['a pool', 'foundry', /^Foundry USA/],
    ['a country', 'china', /^China/],
    ['a flag', '🇺🇸', /^United States/],
    ['a region', 'Sichuan', /^Sichuan/],
    ['a share', '35%', /^What 35% of Bitcoin mining could do/],
    ['a command without its slash', 'today', /^Bitcoin mining on/],
    ['capitals and wide letters', '／ＰＯＯＬ ANTPOOL', /^AntPool/],
  ])('is understood as %s without a command', async (_what, text, expected) => {
    expect(await talk.ask(text)).toMatch(expected);
  });

  it('means the same with separate options as in a text', async () => {
    const options = { who: 'foundry', time: '30d' };
    const filled = await talk.send({ kind: 'options', command: 'history', options });
    expect(shown(filled)).toBe(await talk.ask('/history foundry 30d'));
  });
});

describe('pictures', () => {
  it.each([
    ['/today', { kind: 'ranking', lens: 'owner', window: 7, day: '2026-04-21' }],
    ['/pools 30', { kind: 'ranking', lens: 'pool', window: 30, day: '2026-04-21' }],
    [
      '/history foundry 30d',
      {
        kind: 'share-over-time',
        lens: 'pool',
        subject: 'foundryusa',
        window: 7,
        from: '2026-03-23',
        to: '2026-04-21',
      },
    ],
    ['/countries', { kind: 'operators-and-machines', window: 7, day: '2026-04-21' }],
    ['/country us', { kind: 'world', day: '2026-04-21' }],
    ['/help', null],
  ])('%s asks for the right one', async (text, picture) => {
    expect((await talk.send({ kind: 'text', text })).picture).toEqual(picture);
  });
});

describe('completion', () => {
  const complete = (
    command: 'pool' | 'country' | 'watch' | 'unwatch' | 'settings',
    option: string,
    typed: string,
  ) => talk.core.complete({ chat: PRIVATE.chat, command, option, typed, filled: { setting: 'zone' } });

  it('offers current miners first', async () => {
    const offered = await complete('pool', 'name', '');
    expect(offered).toHaveLength(25);
    expect(offered.map(({ value }) => value)).toContain('foundryusa');
    expect(await complete('pool', 'name', 'ant')).toEqual([{ name: 'AntPool', value: 'antpool' }]);
  });

  it("offers places, time zones, levels and the chat's alarms", async () => {
    expect((await complete('country', 'name', 'chin'))[0]).toEqual({ name: 'China', value: 'CN' });
    expect(await complete('settings', 'value', 'berl')).toEqual([
      { name: 'Europe/Berlin', value: 'Europe/Berlin' },
    ]);
    expect((await complete('watch', 'level', '')).map(({ value }) => value)).toEqual([
      '25%',
      '1/3',
      '40%',
      '50%',
      'jump',
    ]);
    await talk.ask('/watch foundry 35%');
    expect(await complete('unwatch', 'alarm', '')).toEqual([
      { name: 'foundryusa-35: Foundry USA above 35% of blocks over 7 days', value: 'foundryusa-35' },
    ]);
  });

  it('offers what was typed if nothing matches, and nothing for an unknown option', async () => {
    expect(await complete('watch', 'level', '37%')).toEqual([{ name: '37%', value: '37%' }]);
    expect(await complete('watch', 'colour', 'red')).toEqual([]);
  });
});

describe('an inline query', () => {
  const inline = (text: string) =>
    talk.core.answerInline({ asker: PRIVATE.chat, text, at: Date.parse('2026-04-22T09:00:00Z') / 1000 });

  it('without text offers the digest of the day', async () => {
    expect(await inline('')).toMatchObject([
      {
        id: 'today',
        title: 'Bitcoin mining on 21 Apr 2026 (recorded)',
        description: expect.stringMatching(/^No owner is near a majority/),
      },
    ]);
  });

  it('is rate limited separately from commands', async () => {
    const asker = { vendor: 'telegram', address: '4712' } as const;
    const at = 1_777_000_020;
    const counts = [];
    for (let letter = 0; letter < 61; letter++)
      counts.push((await talk.core.answerInline({ asker, text: 'us', at })).length);
    expect(counts.slice(0, 60).every((count) => count > 0)).toBe(true);
    expect(counts[60]).toBe(0);
    const reply = await talk.send({ kind: 'text', text: '/status' }, { ...PRIVATE, chat: asker, at });
    expect(reply.message.id).toBe('status');
  });

  it('offers everything with a name', async () => {
    expect((await inline('us')).slice(0, 1)).toMatchObject([{ id: 'country:US', title: 'United States' }]);
    expect((await inline('foundry')).map(({ id }) => id)).toEqual(['pool:foundryusa', 'pool:dcg']);
  });
});

it('the bot says that nothing has been counted yet if the store is empty', async () => {
  const core = createCommandCore({
    ...talk.store,
    figures: { ...talk.store.figures, loadFigures: async () => undefined },
    knowledge: 'then',
  });
  const input = { kind: 'text', text: '/today' } as const;
  const reply = await core.answer({ ...PRIVATE, at: 1_777_000_000, input });
  expect(shown(reply!)).toBe(
    'Nothing has been counted yet\n\nThe daily job has not closed a day here yet. Ask again in an hour.',
  );
});
