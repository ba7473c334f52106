import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('an answer about places', () => {
  it('lists countries by machines and by operators, separately', async () => {
    expect(await talk.ask('/countries')).toMatchInlineSnapshot(`
      "Countries: machines and operators

      Machines: where the hardware stands (modelled, 21 Apr 2026)
      Country              Share    95%
      United States    about 36%  19-60
      China            about 14%   5-29
      Other countries  about 48%  30-70

      Modelled from Hashrate Index (Luxor), 1 Oct 2025 to 31 Dec 2025, published 31 Dec 2025: 111 days old, and carried forward since.

      Operators: whose law pool owners answer to (counted, in the 7 days to 21 Apr 2026)
      Country               Share    95%
      United States         40.5%  38-44
      China                 18.6%  16-21
      United Arab Emirates   2.6%    2-4
      Japan                  2.6%    2-4
      Czechia                1.5%    1-2
      Lithuania              0.3%    0-1
      Slovenia               0.3%    0-1
      Hong Kong SAR China    0.2%    0-1
      unknown               33.3%

      If every unknown owner were based in one of them: United States up to 74%, or China up to 52%.

      Operators counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [United States > .country US] [China > .country CN] [United Arab Emirates > .country AE] [Japan > .country JP]
      [How we know > .method]"
    `);
  });

  it("gives the age of a country's figure and those of other sources", async () => {
    expect(await talk.ask('/country china')).toMatchInlineSnapshot(`
      "China

      Machines (where the hardware stands, modelled): about 14% of the world's hash rate on 21 Apr 2026 (95% interval 5-29%). Up 0.3 points in 30 days.

      Modelled from Hashrate Index (Luxor), 1 Oct 2025 to 31 Dec 2025, published 31 Dec 2025: 111 days old, and carried forward since.

      Other figures
      • CoinShares Research, 1 Dec 2019 to 31 Dec 2019: 65.0%

      Left out as too old: 1 region. Add "stale" to see it.

      Operators (whose law pool owners answer to, counted): Pool owners in China mined 185 of 994 blocks in the 7 days to 21 Apr 2026: 18.6% (95% interval 16.3-21.1%). The seat behind 33.3% of the blocks is unknown: the share would be 51.9% if all of those owners were based there.

      Operators counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [With old regions > .country CN stale]
      [Operators, 90 days > .history CN 90d] [Operators, 1 year > .history CN 1y] [How we know > .method]
      [Alarm: machines above half > .watch machines CN 1/2] [Alarm: operators above half > .watch operators CN 1/2]"
    `);
  });

  it('says if no source names a country', async () => {
    expect(await talk.ask('/country fiji')).toMatchInlineSnapshot(`
      "Fiji

      Machines (where the hardware stands, modelled): not known: nobody has published a figure for it.

      Operators (whose law pool owners answer to, counted): Pool owners in Fiji mined 0 of 994 blocks in the 7 days to 21 Apr 2026: 0.0% (95% interval 0.0-0.3%). The seat behind 33.3% of the blocks is unknown: the share would be 33.3% if all of those owners were based there.

      Operators counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [Operators, 90 days > .history FJ 90d] [Operators, 1 year > .history FJ 1y] [How we know > .method]
      [Alarm: machines above half > .watch machines FJ 1/2] [Alarm: operators above half > .watch operators FJ 1/2]"
    `);
  });

  it('gives figures of other sources for a country that the primary source leaves out', async () => {
    expect(await talk.ask('/country iran')).toMatchInlineSnapshot(`
      "Iran

      Machines (where the hardware stands, modelled): not known: Hashrate Index (Luxor) has no figure of its own for it: it is part of the rest.

      Other figures
      • Cambridge Centre for Alternative Finance, 1 Jan 2022 to 31 Jan 2022: 0.1% (doubtful)

      Operators (whose law pool owners answer to, counted): Pool owners in Iran mined 0 of 994 blocks in the 7 days to 21 Apr 2026: 0.0% (95% interval 0.0-0.3%). The seat behind 33.3% of the blocks is unknown: the share would be 33.3% if all of those owners were based there.

      Operators counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [Operators, 90 days > .history IR 90d] [Operators, 1 year > .history IR 1y] [How we know > .method]
      [Alarm: machines above half > .watch machines IR 1/2] [Alarm: operators above half > .watch operators IR 1/2]"
    `);
  });

  it('says why the figure of a region is too old', async () => {
    expect(await talk.ask('/region sichuan')).toMatchInlineSnapshot(`
      "Sichuan (China)

      Machines (where the hardware stands, modelled): not known: Cambridge Centre for Alternative Finance saw no machine in any region from 1 Jul 2021 to 31 Jul 2021. Add "stale" to see the old figure.

      [China > .country CN]
      [Alarm above one third > .watch CN-SC 1/3]
      [The old figure > .region CN-SC stale]"
    `);
  });

  it('gives the old figure of a region on request', async () => {
    expect(await talk.ask('/region sichuan stale')).toMatchInlineSnapshot(`
      "Sichuan (China)

      Machines (where the hardware stands, modelled): about 2% of the world's hash rate on 21 Apr 2026 (95% interval 0-9%). Unchanged in 30 days. This figure is stale: Cambridge Centre for Alternative Finance saw no machine in any region from 1 Jul 2021 to 31 Jul 2021.

      Modelled from Hashrate Index (Luxor), 1 Oct 2025 to 31 Dec 2025, published 31 Dec 2025: 111 days old, and carried forward since. Its part of the country is taken from Cambridge Centre for Alternative Finance, 1 Jun 2021 to 30 Jun 2021: 1,756 days old.

      [China > .country CN]
      [Alarm above one third > .watch CN-SC 1/3]"
    `);
  });

  it('lists all regions of countries with the word "stale"', async () => {
    const answer = await talk.ask('/countries stale');
    expect(answer).toContain('Sichuan, CN-SC (old)');
    expect(await talk.ask('/country china stale')).toContain('Sichuan, CN-SC (old)');
    expect(await talk.ask('/country china')).not.toContain('CN-SC');
  });

  it('asks back if several countries match', async () => {
    expect(await talk.ask('/country united')).toMatchInlineSnapshot(`
      "Which one?

      Several match “united”: United Arab Emirates, United States.

      [United Arab Emirates > .country AE]
      [United States > .country US]"
    `);
  });

  it('gives an example if no pool has the name', async () => {
    expect(await talk.ask('/pool zzzz')).toMatchInlineSnapshot(`
      "No such pool

      I don't know a pool called “zzzz”. For example: /pool antpool"
    `);
  });
});
