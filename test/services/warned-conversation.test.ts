import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { defaultRules } from '../../lib/config/default-rules.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import { latestFigures } from '../../lib/daily/latest-figures.ts';
import { composeReport } from '../../lib/daily/report.ts';
import type { Store } from '../../lib/store/store.ts';
import type { FixedCore } from '../support/fixed-core.ts';
import * as discord from './discord/running-endpoint.ts';
import * as telegram from './telegram/running-bot.ts';

/** A recorded day on which a warning was open. */
const DAY = parseDay('2025-06-23');

/** Fills a bot's store with the figures of that day. */
async function fill({ store, core }: { readonly store: Store; readonly core: FixedCore }) {
  const ledger = shippedLedger()
    .filter(({ day }) => day <= DAY)
    .slice(-200);
  const rules = defaultRules().filter(({ lens }) => lens === 'owner');
  const { transitions } = replayRules(ledger, rules, 'then');
  const input = {
    ledger,
    transitions,
    notes: [],
    signals: [],
    knowledge: 'then',
    reportUrl: null,
  } as const;
  await store.ledger.saveDays(ledger);
  await store.figures.saveFigures(latestFigures(input, composeReport(input, DAY)));
  core.use(createCommandCore({ ...store, knowledge: 'then' }));
}

/** The age of the day depends on when the test runs. */
const aged = (text: string) => text.replace(/\d+ days ago/g, 'N days ago');

describe('while a warning is open, on Telegram', () => {
  let bot: telegram.RunningBot;
  beforeAll(async () => {
    bot = await telegram.startBot({ limits: { chat: null } });
    await fill(bot);
  });
  afterAll(() => bot.close());
  const ask = async (text: string, chat = telegram.PERSON) => {
    const before = bot.peer.sent.length;
    await bot.peer.say({ chat, text, ...(chat === telegram.PERSON ? {} : { from: telegram.MEMBER }) });
    return bot.peer.sent.slice(before).map((sent) => aged(sent.text));
  };

  it('/today begins with it, and fits one screen', async () => {
    const [text] = await ask('/today');
    expect(text).toMatchInlineSnapshot(`
      "Bitcoin mining on 23 Jun 2025 (recorded)

      The newest day counted here was N days ago.

      A warning is open: Foundry USA (DCG) and AntPool together, above half of Bitcoin mining, since 22 Jun 2025. Foundry USA (DCG) mined 30.5% of the last 7 days' blocks, more than any other owner.

      The last 7 days
      Owner              Share    95%
      Foundry USA (DCG)  30.5%  28-34
      AntPool            20.9%  18-24
      ViaBTC             10.9%   9-13
      F2Pool              9.0%   7-11
      13 others          28.2%
      unknown             0.6%

      Counted from 891 blocks · recorded, labelled by mempool.space"
    `);
    expect(text!.length).toBeLessThanOrEqual(600);
  });

  it('/warnings counts what is open and what changed, each with its day', async () => {
    expect(await ask('/warnings')).toMatchInlineSnapshot(`
      [
        "1 warning and 1 notice are open on 23 Jun 2025 (recorded)

      Open until we are sure it is over
      • Warning: Foundry USA (DCG) and AntPool together, above half of Bitcoin mining, since 22 Jun 2025: 2 days
      • Notice: Foundry USA (DCG), above a quarter of Bitcoin mining, since 12 Dec 2024: 194 days

      Earlier changes
      • 22 Jun 2025: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • 4 Jun 2025: Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • 31 May 2025: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • 29 Mar 2025: Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • 10 Mar 2025: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • 13 Feb 2025: Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • 3 Feb 2025: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • 27 Jan 2025: Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining

      Newest week: counted from 891 blocks · recorded, labelled by mempool.space · N days ago",
      ]
    `);
  });

  it('a question in words is answered in a private chat, and ignored in a group', async () => {
    expect(await ask('is bitcoin under attack?')).toEqual(await ask('/warnings'));
    expect(await ask('is bitcoin under attack?', telegram.GROUP)).toEqual([]);
  });

  it('unintelligible text is answered in two ways by turns', async () => {
    const [first] = await ask('blah blah blah');
    const [second] = await ask('blah blah blah');
    expect([first, second]).toMatchInlineSnapshot(`
      [
        "I can't answer that

      I know about pools, owners and countries that mine Bitcoin, but I don't recognise “blah blah blah”. Perhaps one of these helps:",
        "I can answer things like these

      • foundry: a pool or an owner, by its name
      • china: a country
      • who is the biggest miner?: a question in words
      • 40%: what a miner with that share could do",
      ]
    `);
  });

  it('/forget asks first', async () => {
    await ask('/start');
    expect(await ask('/forget')).toMatchInlineSnapshot(`
      [
        "Erase everything kept about this chat?

      Settings, alarms and the record of what was sent. This cannot be undone.",
      ]
    `);
    expect(
      await bot.store.chats.loadChat({ vendor: 'telegram', address: String(telegram.PERSON) }),
    ).toBeDefined();
  });
});

describe('while a warning is open, on Discord', () => {
  let bot: discord.RunningEndpoint;
  beforeAll(async () => {
    bot = await discord.startEndpoint({ drawsPictures: false });
    await fill(bot);
  });
  afterAll(() => bot.close());
  const ask = async (name: string) => {
    const { body } = await bot.interact({ what: { kind: 'command', name }, permissions: discord.MANAGES });
    const { embeds } = (body as { data: { embeds: { title: string; description: string }[] } }).data;
    return aged(`${embeds[0]!.title}\n\n${embeds[0]!.description}`);
  };

  it('/today begins with it', async () => {
    expect(await ask('today')).toMatchInlineSnapshot(`
      "Bitcoin mining on 23 Jun 2025 (recorded)

      The newest day counted here was N days ago.

      A warning is open: Foundry USA (DCG) and AntPool together, above half of Bitcoin mining, since 22 Jun 2025. Foundry USA (DCG) mined 30.5% of the last 7 days' blocks, more than any other owner.

      **The last 7 days**
      \`\`\`
      Owner              Share    95%
      Foundry USA (DCG)  30.5%  28-34
      AntPool            20.9%  18-24
      ViaBTC             10.9%   9-13
      F2Pool              9.0%   7-11
      13 others          28.2%
      unknown             0.6%
      \`\`\`

      Counted from 891 blocks · recorded, labelled by mempool.space"
    `);
  });

  it('/warnings counts what is open and what changed, each with its day', async () => {
    expect(await ask('warnings')).toMatchInlineSnapshot(`
      "1 warning and 1 notice are open on 23 Jun 2025 (recorded)

      **Open until we are sure it is over**
      • **Warning: **Foundry USA (DCG) and AntPool together, above half of Bitcoin mining, since 22 Jun 2025: 2 days
      • **Notice: **Foundry USA (DCG), above a quarter of Bitcoin mining, since 12 Dec 2024: 194 days

      **Earlier changes**
      • **22 Jun 2025: **Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • **4 Jun 2025: **Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • **31 May 2025: **Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • **29 Mar 2025: **Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • **10 Mar 2025: **Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • **13 Feb 2025: **Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • **3 Feb 2025: **Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • **27 Jan 2025: **Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining

      Newest week: counted from 891 blocks · recorded, labelled by mempool.space · N days ago"
    `);
  });

  it('/forget asks first', async () => {
    await ask('start');
    expect(await ask('forget')).toMatchInlineSnapshot(`
      "Erase everything kept about this chat?

      Settings, alarms and the record of what was sent. This cannot be undone."
    `);
    const key = { vendor: 'discord', address: discord.CHANNEL } as const;
    expect(await bot.store.chats.loadChat(key)).toBeDefined();
  });
});
