import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('the bot', () => {
  it("compares a newcomer with a country's machines", async () => {
    expect(await talk.ask('/whatif 30% china')).toMatchInlineSnapshot(`
      "What if a newcomer took 30% of Bitcoin mining?

      China with about 14% would come down to about 10%.

      Machines in this country, modelled for 21 Apr 2026, from figures of Hashrate Index (Luxor) that are 111 days old; 95% interval 5-29%.

      • The newcomer: 42.9% of the old total, about 414 EH/s, 11,700 MW, 4,670 containers

      Assumes that everybody else keeps the machines they have and adds none. Network: 966 EH/s (907-1,028), counted in the 7 days to 21 Apr 2026. Machines: 28.2 J/TH, fleet average of mid-2024, Cambridge survey published in April 2025. Containers of 2.5 MW.

      [10% > .whatif 10% CN] [20% > .whatif 20% CN] [30% > .whatif 30% CN]"
    `);
  });

  it('compares a newcomer with a given share', async () => {
    expect(await talk.ask('/whatif 30% 65%')).toMatchInlineSnapshot(`
      "What if a newcomer took 30% of Bitcoin mining?

      A share of 65% would come down to 45.5%.

      • The newcomer: 42.9% of the old total, about 414 EH/s, 11,700 MW, 4,670 containers
      • 23.1% of the new total would bring it down to half
      • To get back to half, the other side would have to add 9.0% of the new total: 12.9% of the old total, about 124 EH/s, 3,500 MW, 1,400 containers

      Assumes that everybody else keeps the machines they have and adds none. Network: 966 EH/s (907-1,028), counted in the 7 days to 21 Apr 2026. Machines: 28.2 J/TH, fleet average of mid-2024, Cambridge survey published in April 2025. Containers of 2.5 MW.

      [10% > .whatif 10% 65%] [20% > .whatif 20% 65%] [30% > .whatif 30% 65%]"
    `);
  });

  it('asks for the size of a newcomer', async () => {
    expect(await talk.ask('/whatif')).toMatchInlineSnapshot(`
      "/whatif needs a little more

      What a newcomer with a part of the hash rate would do to a share.

      For example: /whatif 30% foundry

      [10% > .whatif 10%] [20% > .whatif 20%] [30% > .whatif 30%]"
    `);
  });

  it('states the odds of a share, how long to wait, and what no share can do', async () => {
    expect(await talk.ask('/risk 35%')).toMatchInlineSnapshot(`
      "What 35% of Bitcoin mining could do

      Somebody with 35% of the hash rate could undo a payment with 6 confirmations in 30 of 100 tries (exact formula). That is outpacing the network, not mining 6 blocks in a row.

      How long to wait
      • For a risk below 10%: 15 confirmations
      • For a risk below 1%: 36 confirmations
      • For a risk below 0.1%: 58 confirmations

      Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the attacker.

      A majority can keep payments out of the chain, reverse its own payments however many confirmations they have, and outvote all other miners.

      A majority cannot take coins that are not its own, spend without the owner's key, or change the rules that nodes enforce.

      If a commandeered majority mined by other rules, nodes that keep the old ones would refuse its blocks: the chain would split, and the old branch would go on with less hash rate and slower blocks until its difficulty adjusts.

      [25% > .risk 25% 6] [35% > .risk 35% 6] [45% > .risk 45% 6] [51% > .risk 51% 6]"
    `);
  });

  it('names the holder of the share behind a risk', async () => {
    expect(await talk.ask('/risk foundry 3')).toMatchInlineSnapshot(`
      "What 30.4% of Bitcoin mining could do

      Foundry USA: Blocks of the pool, counted in the 7 days to 21 Apr 2026 (recorded, labelled by mempool.space, yesterday); 95% interval 27.6-33.3%. Nothing says that anybody means harm.

      Foundry USA with 30.4% of the hash rate could undo a payment with 3 confirmations in 34 of 100 tries (exact formula). That is outpacing the network, not mining 3 blocks in a row.

      How long to wait
      • For a risk below 10%: 9 confirmations
      • For a risk below 1%: 21 confirmations
      • For a risk below 0.1%: 33 confirmations

      Above a quarter, holding back found blocks (selfish mining) can pay, if half the network relays for the attacker.

      A majority can keep payments out of the chain, reverse its own payments however many confirmations they have, and outvote all other miners.

      A majority cannot take coins that are not its own, spend without the owner's key, or change the rules that nodes enforce.

      If a commandeered majority mined by other rules, nodes that keep the old ones would refuse its blocks: the chain would split, and the old branch would go on with less hash rate and slower blocks until its difficulty adjusts.

      [25% > .risk 25% 3] [35% > .risk 35% 3] [45% > .risk 45% 3] [51% > .risk 51% 3]"
    `);
  });

  it('lists farms with the outcome of their targets', async () => {
    expect(await talk.ask('/farms')).toMatchInlineSnapshot(`
      "Announced mining farms, as of 21 Apr 2026

      Announced, not counted: nobody outside can see what a site really runs.

      Layer1, West Texas (Texas)
      • Announced 19 Feb 2020: 100 MW (source (https://crypto-economy.com/layer1-technologies-starts-bitcoin-mining-at-its-bitcoin-factory-in-west-texas/))
      • 2.0% by 31 Dec 2020: no evidence either way (source (https://www.cryptoiqtrading.com/united-states-mining-firm-layer-1-technologies-aims-to-ensure-the-decentralization-of-bitcoin-by-repatriating-30-of-the-global-hash-rate/))
      • 30.0% by 31 Dec 2021: no evidence either way (source (https://www.theblockcrypto.com/post/56337/peter-thiel-texas-bitcoin-mine-goes-live))

      Sichuan's seven largest farms (Sichuan)
      • Announced 31 Dec 2019: together with others, most of 54.0% (source (https://www.cryptoiqtrading.com/united-states-mining-firm-layer-1-technologies-aims-to-ensure-the-decentralization-of-bitcoin-by-repatriating-30-of-the-global-hash-rate/))

      Whinstone, Rockdale (Texas)
      • Announced 18 Nov 2019: 1,000 MW (source (http://w4v.net/post/gWE667))
      • 1,000 MW by 31 Dec 2020: missed (source (http://w4v.net/post/gWE667))

      Bitmain, Rockdale (Texas)
      • Announced 21 Oct 2019: 50 MW (source (https://coin360.com/news/bitmain-launches-50mw-bitcoin-mining-farm-in-rockdale-texas))

      Marathon (Montana, Texas, North Dakota)
      • Announced 26 Oct 2020: 3 EH/s (source (https://insidebitcoins.com/news/title-of-americas-largest-btc-fought-over-by-riot-and-marathon))
      • 3 EH/s by 31 Jul 2021: no evidence either way (source (https://insidebitcoins.com/news/title-of-americas-largest-btc-fought-over-by-riot-and-marathon))
      • 23 EH/s by 30 Jun 2023: missed (source (https://at.marketscreener.com/kurs/aktie/MARATHON-DIGITAL-HOLDINGS-56976419/news/Marathon-Digital-Holdings-Inc-sichert-sich-ca-254-Megawatt-an-neuen-Hosting-Vertragen-fur-seine-41020644/))

      Riot (Texas, Kentucky)
      • Announced 27 Feb 2024: 31 EH/s (source (https://cryptonews.net/news/mining/28625654))
      • 31 EH/s by 31 Dec 2024: met (source (https://cryptonews.net/news/mining/28625654))
      • 100 EH/s by 31 Dec 2027: not due yet (source (https://www.criptofacil.com/es/riot-platforms-triplica-su-capacidad-de-mineria-en-2024))

      CleanSpark (Georgia)
      • Announced 6 Jan 2025: 50 EH/s (source (https://moomoo.com/news/post/47787983/what-s-going-on-with-bitcoin-mining-stocks-cleanspark-and))

      IREN (Texas)
      • Announced 7 Jan 2025: 50 EH/s (source (https://fwb.einnews.com/pr_news/774780729/iren-december-2024-monthly-update))

      Cango (United States)
      • Announced 27 Jun 2025: 50 EH/s (source (https://pre.gelonghui.com/p/2445515))

      Bitdeer (United States, Norway, Bhutan)
      • Announced 31 Oct 2025: 35 EH/s (source (https://ng.investing.com/news/analyst-ratings/benchmark-raises-bitdeer-stock-price-target-to-38-on-ai-data-center-plans-93CH-2153626))"
    `);
  });

  it('explains the method in plain words', async () => {
    expect(await talk.ask('/method')).toMatchInlineSnapshot(`
      "How shares are estimated, and how sure we are

      We count who mined each block. A pool with 36 of 100 blocks has about 36% of the hash rate. Blocks are found at random, so each share comes with a range that holds the true one with 95% probability (Jeffreys interval).

      • "Above" means surely above: a warning is sent when we are 95% sure, and stays open until we are 95% sure of the opposite. In between, a share is no longer surely below.
      • A pool is recognised by its tag in the block and by its payout address. Blocks that nobody can attribute stay unknown and count in every total.
      • An owner may run several pools; each link has a date and a source.
      • Shared templates mean that pools were seen sending out the same block template. That is not ownership.
      • Operators are counted, by the country whose law can compel the owner of a pool.
      • Machines are modelled: published tables of where hardware stands, carried forward by a few stated rules. Each figure says how old it is.
      • Recorded days carry mempool.space's labels, which we did not check. We check live blocks ourselves.

      A pool is not a miner: its members can leave within minutes. A share is what its operator could direct until they do.

      [How old are the figures? > .status] [What could a majority do? > .risk 51%]"
    `);
  });

  it('states the age of everything in /status', async () => {
    expect(await talk.ask('/status')).toMatchInlineSnapshot(`
      "Newest closed day: 21 Apr 2026 (recorded)

      • Age: yesterday, with 135 blocks
      • Blocks: recorded blocks, labelled by mempool.space
      • Missing: nothing
      • Machines: modelled from Hashrate Index (Luxor), 111 days old
      • Open: 2 notices
      • Pool registry: 2026-07-12.1

      A day closes once consensus rules out another block in it, about two hours after midnight UTC.

      [Today > .today] [How we know > .method]"
    `);
  });

  it('lists every command in /help', async () => {
    expect(await talk.ask('/help')).toMatchInlineSnapshot(`
      "What you can ask

      Ask in words, by a name such as foundry or china, or by a command. Short names will do: /pool ant.

      • /start: Get the daily digest and warnings in this chat
      • /help: What you can ask
      • /today: The newest closed day: who mined, and how close anyone is to a majority
      • /pools: The largest pools and their shares
      • /pool: One pool: share, owner, shared templates, seat, trend
      • /owners: The largest owners of pools and their shares
      • /compare: Two pools, owners or countries side by side
      • /countries: Where machines stand, and which countries pool owners answer to
      • /country: One country: its machines and its pool owners
      • /region: One region, such as a province of China: its share of the machines
      • /history: How a share has changed over time
      • /warnings: What is open now, and what changed recently
      • /watch: Set an alarm: tell this chat when a share crosses a level
      • /watches: The alarms of this chat
      • /unwatch: Remove an alarm, or all of them; "pause" and "resume" keep it
      • /mute: Silence for a while; afterwards you hear what you missed
      • /unmute: End the silence
      • /whatif: What a newcomer with a part of the hash rate would do to a share
      • /risk: What a miner with a given share could do to payments
      • /signals: How many blocks signal a version bit, by pool
      • /farms: Announced mining farms and whether they met their targets
      • /method: How shares are estimated, and what we do not know
      • /data: Where to download the figures, and how they may be used
      • /settings: Digest, quiet hours, time zone and minimum severity of this chat
      • /status: How old the figures are and where they come from
      • /stop: End the digest and all warnings in this chat
      • /forget: Erase everything kept about this chat

      [Today > .today] [Pools > .pools] [How we know > .method]"
    `);
  });

  it('explains one command in /help', async () => {
    expect(await talk.ask('/help watch')).toMatchInlineSnapshot(`
      "/watch: Set an alarm: tell this chat when a share crosses a level

      • who: A pool, an owner, or a country with "machines" or "operators"
      • level: Such as 35%, or "below 20%", or "jump" (optional)

      For example: /watch foundry 35%

      In groups, only admins can do this.

      [All commands > .help]"
    `);
  });
});
