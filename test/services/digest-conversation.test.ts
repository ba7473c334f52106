import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import type { LatestFigures } from '../../lib/daily/figures.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { discordChannel, discordWebhook } from '../../lib/services/discord/send.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import type { Store } from '../../lib/store/store.ts';
import { startDiscordPeer } from '../support/discord-peer.ts';
import type { FixedCore } from '../support/fixed-core.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import * as discord from './discord/running-endpoint.ts';
import * as telegram from './telegram/running-bot.ts';

/** A delivered digest, and its changes when buttons are pressed. */
async function fill({ store, core }: { readonly store: Store; readonly core: FixedCore }) {
  const { figures, ledger } = recordedFigures();
  await store.ledger.saveDays(ledger);
  await store.figures.saveFigures(figures);
  core.use(createCommandCore({ ...store, knowledge: 'then' }));
  return figures;
}

/** The age of the recorded days depends on when the test runs. */
const aged = (text: string) => text.replace(/\d+ days ago/, 'N days ago');

const shortOf = ({ short, digest }: LatestFigures) => renderMessage(short ?? digest);

const BUTTONS = [
  ['More', '.today full 2026-04-21'],
  ['How we know', 'method'],
];

describe('a short digest on Telegram', () => {
  let bot: telegram.RunningBot;
  let messageId = 0;
  beforeAll(async () => {
    bot = await telegram.startBot({ limits: { chat: null } });
    const figures = await fill(bot);
    const channel = telegramChannel({ token: telegram.TOKEN, apiRoot: bot.peer.url });
    await channel.send(shortOf(figures), { deliveryId: 'a', chat: String(telegram.GROUP) });
    messageId = bot.peer.sent[0]!.messageId;
  });
  afterAll(() => bot.close());
  const newest = () => bot.peer.sent.at(-1)!;
  const press = (data: string) =>
    bot.peer.press({ chat: telegram.GROUP, from: telegram.MEMBER, messageId, data });
  const buttonsOf = (payload: unknown) =>
    (
      payload as { reply_markup: { inline_keyboard: { text: string; callback_data: string }[][] } }
    ).reply_markup.inline_keyboard[0]!.map(({ text, callback_data }) => [text, callback_data]);

  it('has a button for the rest and one for how it is known', () => {
    expect(newest().text).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks, more than any other owner.

      The last 7 days
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      15 others          31.5%
      unknown             0.1%

      Counted from 994 blocks · recorded, labelled by mempool.space"
    `);
    expect(buttonsOf(newest().payload)).toEqual(BUTTONS);
  });

  it('stays when “How we know” is pressed: the method follows below', async () => {
    await press('method');
    expect(newest()).toMatchObject({ method: 'sendMessage' });
    expect(newest().messageId).not.toBe(messageId);
    expect(newest().text).toMatch(/^How shares are estimated, and how sure we are/);
  });

  it('expands in place when “More” is pressed, and collapses again', async () => {
    await press('.today full 2026-04-21');
    expect(newest()).toMatchObject({ method: 'editMessageText', messageId });
    expect(aged(newest().text)).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      The newest day counted here was N days ago.

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks (95% interval 27.6-33.3%), more than any other owner.

      Who mined the last 7 days (994 blocks)
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      SpiderPool          7.3%    6-9
      MARA Holdings       5.6%    4-7
      13 others          18.5%
      unknown             0.1%

      Other views
      • Pools on AntPool's templates (same block template): 31.9%, 29.0-34.8%
      • Pool owners by country (not where machines stand): United States 41%, up to 74% if every unknown owner were based there; China 19%, up to 52%; United Arab Emirates 3%, up to 36%; unknown 33%; so unknown owners could decide whether the United States is above half
      • Where machines stand (modelled; newest published figures: 1 Oct 2025 to 31 Oct 2025, 172 days old): United States about 38% (31-46%), Russia about 16% (11-21%), China about 14% (11-18%)
      • The two largest together: 49.0%. It takes 2 to 3 owners to hold more than half
      • Network: 966 EH/s (907-1,028)
      • Longest run of blocks: F2Pool, 3 in a row (by chance about 65 times a year); of the week: Foundry USA (DCG), 5 in a row (by chance about 100 times a year)
      • Sources disagree on whether AntPool is still Bitmain's.
      • Sources disagree on the seat of AntPool: China, or Singapore.

      Open until we are sure it is over
      • Notice: Foundry USA (DCG), above a quarter of Bitcoin mining, since 24 Mar 2025
      • Notice: Pools on AntPool's templates, above a quarter of Bitcoin mining, known since 7 Apr 2025

      How we know: recorded blocks, labelled by mempool.space. An owner may run several pools; unknown blocks are assigned to nobody."
    `);
    expect(buttonsOf(newest().payload)[0]).toEqual(['Less', '.today']);
    await press('.today');
    expect(newest()).toMatchObject({ method: 'editMessageText', messageId });
    expect(newest().text).toMatch(/^Bitcoin mining on 21 Apr 2026 \(recorded\)/);
    expect(newest().text.length).toBeLessThanOrEqual(600);
  });
});

describe('a short digest on Discord', () => {
  let bot: discord.RunningEndpoint;
  let messageId = '';
  beforeAll(async () => {
    bot = await discord.startEndpoint({ drawsPictures: false });
    const figures = await fill(bot);
    const channel = discordChannel({ token: discord.TOKEN, api: bot.peer.url });
    await channel.send(shortOf(figures), { deliveryId: 'a', chat: discord.CHANNEL });
    messageId = bot.peer.sent[0]!.id;
  });
  afterAll(() => bot.close());
  type Shown = {
    readonly embeds: readonly [{ readonly title: string; readonly description: string }];
    readonly flags?: number;
    readonly components: readonly { readonly components: readonly { readonly label: string }[] }[];
  };
  const press = async (customId: string) =>
    (await bot.interact({ what: { kind: 'button', messageId, customId } })).body as {
      readonly type: number;
      readonly data: Shown;
    };

  it('has a button for the rest and one for how it is known', () => {
    const { embeds, components } = bot.peer.sent[0]!.payload as unknown as Shown;
    expect(`${embeds[0].title}\n\n${embeds[0].description}`).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks, more than any other owner.

      **The last 7 days**
      \`\`\`
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      15 others          31.5%
      unknown             0.1%
      \`\`\`

      Counted from 994 blocks · recorded, labelled by mempool.space"
    `);
    expect(components).toEqual([
      {
        type: 1,
        components: BUTTONS.map(([label, custom_id]) => ({ type: 2, style: 2, label, custom_id })),
      },
    ]);
  });

  it('expands in place when “More” is pressed, and collapses again', async () => {
    const full = await press('.today full 2026-04-21');
    expect(full.type).toBe(7);
    expect(aged(full.data.embeds[0].description)).toMatchInlineSnapshot(`
      "The newest day counted here was N days ago.

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks (95% interval 27.6-33.3%), more than any other owner.

      **Who mined the last 7 days (994 blocks)**
      \`\`\`
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      SpiderPool          7.3%    6-9
      MARA Holdings       5.6%    4-7
      13 others          18.5%
      unknown             0.1%
      \`\`\`

      **Other views**
      • Pools on AntPool's templates (same block template): 31.9%, 29.0-34.8%
      • Pool owners by country (not where machines stand): United States 41%, up to 74% if every unknown owner were based there; China 19%, up to 52%; United Arab Emirates 3%, up to 36%; unknown 33%; so unknown owners could decide whether the United States is above half
      • Where machines stand (modelled; newest published figures: 1 Oct 2025 to 31 Oct 2025, 172 days old): United States about 38% (31-46%), Russia about 16% (11-21%), China about 14% (11-18%)
      • The two largest together: 49.0%. It takes 2 to 3 owners to hold more than half
      • Network: 966 EH/s (907-1,028)
      • Longest run of blocks: F2Pool, 3 in a row (by chance about 65 times a year); of the week: Foundry USA (DCG), 5 in a row (by chance about 100 times a year)
      • Sources disagree on whether AntPool is still Bitmain's.
      • Sources disagree on the seat of AntPool: China, or Singapore.

      **Open until we are sure it is over**
      • **Notice: **Foundry USA (DCG), above a quarter of Bitcoin mining, since 24 Mar 2025
      • **Notice: **Pools on AntPool's templates, above a quarter of Bitcoin mining, known since 7 Apr 2025

      **How we know: **recorded blocks, labelled by mempool.space. An owner may run several pools; unknown blocks are assigned to nobody."
    `);
    expect(full.data.components[0]!.components[0]).toMatchObject({ label: 'Less', custom_id: '.today' });
    expect(await press('.today')).toMatchObject({ type: 7 });
  });

  it('stays when “How we know” is pressed: only the presser sees the method', async () => {
    const method = await press('method');
    expect(method).toMatchObject({ type: 4, data: { flags: 64 } });
    expect(method.data.embeds[0].title).toMatch(/^How shares are estimated, and how sure we are/);
  });
});

it('through a webhook has no buttons: no bot receives presses there', async () => {
  const webhook = { id: '150000000000000001', token: 'token_of-the-webhook' };
  const { CHANNEL } = discord;
  const peer = await startDiscordPeer({
    token: 'bot',
    channels: [CHANNEL],
    webhooks: [{ ...webhook, channel: CHANNEL }],
  });
  const message = renderMessage(recordedFigures().figures.digest);
  await discordWebhook({ ...webhook, api: peer.url }).send(message, { deliveryId: 'a', chat: 'webhook/1' });
  expect(message.buttons).toHaveLength(1);
  expect(peer.sent[0]!.payload).not.toHaveProperty('components');
  await peer.close();
});
