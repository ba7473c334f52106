import { beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import type { Store } from '../../lib/store/store.ts';
import type { FixedCore } from '../support/fixed-core.ts';
import { ledgerWithHole, recordedFigures } from '../support/recorded-figures.ts';
import * as discord from './discord/running-endpoint.ts';
import * as telegram from './telegram/running-bot.ts';

/** A station's state after some live days, while the gap behind them is unfilled. */
const STATES = [
  ['the-third-day', ledgerWithHole({ missing: 20, live: 3 })],
  ['the-eighth-day', ledgerWithHole({ missing: 20, live: 8 })],
] as const;

/** Commands with their options one by one, as Discord fills them in. */
const ASKED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['today', {}],
  ['today', { form: 'full' }],
  ['pools', {}],
  ['pools', { days: '30' }],
  ['owners', { days: '90' }],
  ['pool', { name: 'foundry' }],
  ['compare', { who: 'foundry', with: 'antpool' }],
  ['history', { who: 'foundry', time: '90d' }],
  ['history', { who: 'us', time: '26w' }],
  ['countries', {}],
  ['country', { name: 'china' }],
  ['risk', { share: 'foundry' }],
  ['whatif', { part: '10%', who: 'foundry' }],
  ['warnings', {}],
  ['status', {}],
];

const textOf = ([name, options]: (typeof ASKED)[number]) => [`/${name}`, ...Object.values(options)].join(' ');

/** The age of the days depends on when the test runs. */
const aged = (text: string) => text.replace(/\d+ days ago/g, 'N days ago');

async function fill(
  { store, core }: { readonly store: Store; readonly core: FixedCore },
  ledger: Ledger,
): Promise<void> {
  await store.ledger.saveDays(ledger);
  await store.figures.saveFigures(recordedFigures(ledger).figures);
  core.use(createCommandCore({ ...store, knowledge: 'then' }));
}

/** Every question with its answer. */
async function converse(ask: (asked: (typeof ASKED)[number]) => Promise<string>) {
  const answers = new Map<string, string>();
  for (const asked of ASKED) answers.set(textOf(asked), aged(await ask(asked)));
  return answers;
}

const SERVICES = {
  async telegram() {
    const bot = await telegram.startBot({ limits: { chat: null } });
    return {
      bot,
      ask: async (asked: (typeof ASKED)[number]) => {
        await bot.peer.say({ chat: telegram.PERSON, text: textOf(asked) });
        return bot.peer.sent.at(-1)!.text;
      },
    };
  },
  async discord() {
    const bot = await discord.startEndpoint({ drawsPictures: false });
    return {
      bot,
      ask: async ([name, filled]: (typeof ASKED)[number]) => {
        const options = Object.entries(filled).map(([option, value]) => ({ name: option, type: 3, value }));
        const { body } = await bot.interact({ what: { kind: 'command', name, options } });
        const [embed] = (body as { data: { embeds: { title: string; description: string }[] } }).data.embeds;
        return `${embed!.title}\n\n${embed!.description}`;
      },
    };
  },
} as const;

describe.each(['telegram', 'discord'] as const)('while days are missing, on %s', (service) => {
  describe.each(STATES)('on %s', (state, ledger) => {
    let answers: ReadonlyMap<string, string>;
    beforeAll(async () => {
      const { bot, ask } = await SERVICES[service]();
      await fill(bot, ledger);
      answers = await converse(ask);
      await bot.close();
    });
    const titleOf = (asked: string) => answers.get(asked)!.split('\n')[0];
    const live = state === 'the-third-day' ? 3 : 8;

    it('every answer is as expected to the letter', async () => {
      const all = [...answers].map(([asked, answer]) => `> ${asked}\n\n${answer}\n`).join('\n\n');
      await expect(all).toMatchFileSnapshot(`${service}/gaps/${state}.txt`);
    });

    it('a heading states how many days of its window are counted', () => {
      const week = live < 7 ? ` (${live} of 7 days counted)` : '';
      expect(titleOf('/pools')).toBe(`Largest pools in the 7 days to 21 Apr 2026${week}`);
      expect(titleOf('/pools 30')).toMatch(/ \(10 of 30 days counted\)$/);
      expect(titleOf('/owners 90')).toMatch(/ \(70 of 90 days counted\)$/);
      expect(titleOf('/pool foundry')).toBe(`Foundry USA${week}`);
      expect(titleOf('/compare foundry antpool')).toBe(`Foundry USA and AntPool${week}`);
      expect(titleOf('/history foundry 90d')).toBe('Foundry USA: the last 90 days (70 of 90 days counted)');
      if (live < 7)
        expect(answers.get('/today')).toContain('Shares need all of the last 7 days, and 3 are counted.');
    });

    it('a line of a table stays empty if its week is not counted', () => {
      const rows = answers.get('/history foundry 90d')!.split('\n');
      expect(rows.filter((row) => /^\d+ (Mar|Apr) 2026 +gap$/.test(row)).length).toBeGreaterThan(1);
    });

    it('what is recorded is never called live, nor checked', () => {
      for (const asked of ['/pools 30', '/owners 90', '/pool foundry', '/history foundry 90d'])
        expect(answers.get(asked), asked).toMatch(/· .*recorded, labelled by mempool\.space/);
      expect(answers.get('/warnings')).toContain('Newest week: counted from');
      for (const answer of answers.values()) expect(answer.split('\n')[0]).not.toMatch(/live|recorded/);
    });

    it('what is modelled is not called counted', () => {
      for (const asked of ['/countries', '/country china'])
        expect(answers.get(asked), asked).toMatch(/\n(\*\*)?Operators counted from /);
    });

    it('no day of the gap counts as one on which a warning was open', () => {
      expect(answers.get('/warnings')).toContain('since 24 Mar 2025: 374 of 394 days counted');
    });
  });
});
