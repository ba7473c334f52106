import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('an answer about shares', () => {
  it('ranks pools over a week', async () => {
    expect(await talk.ask('/pools')).toMatchInlineSnapshot(`
      "Largest pools in the 7 days to 21 Apr 2026 (recorded)

      Who           Share    95%
      Foundry USA   30.4%  28-33
      AntPool       18.6%  16-21
      F2Pool        10.8%   9-13
      ViaBTC         8.7%   7-11
      SpiderPool     7.3%    6-9
      MARA Pool      5.6%    4-7
      SECPOOL        5.5%    4-7
      Luxor          2.8%    2-4
      Binance Pool   2.6%    2-4
      SBI Crypto     2.6%    2-4
      OCEAN          1.7%    1-3
      Braiins Pool   1.5%    1-2
      7 others       1.7%
      unknown        0.1%

      Network: 966 EH/s (95% interval 907-1,028).

      Counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [1 day > .pools 1] [30 days > .pools 30] [90 days > .pools 90] [How we know > .method]
      [Foundry USA > .pool foundryusa] [AntPool > .pool antpool] [F2Pool > .pool f2pool]"
    `);
  });

  it('ranks owners over the requested window', async () => {
    expect(await talk.ask('/owners 30')).toMatchInlineSnapshot(`
      "Largest owners in the 30 days to 21 Apr 2026 (recorded)

      Who                Share    95%
      Foundry USA (DCG)  31.1%  30-32
      AntPool            18.0%  17-19
      F2Pool             11.0%  10-12
      ViaBTC              8.9%   8-10
      SpiderPool          8.1%    7-9
      SECPOOL             5.3%    5-6
      MARA Holdings       4.8%    4-5
      Luxor               3.3%    3-4
      Binance             2.2%    2-3
      SBI Holdings        2.0%    2-2
      OCEAN               1.5%    1-2
      Braiins             1.4%    1-2
      12 others           2.3%
      unknown             0.2%

      Network: 979 EH/s (95% interval 950-1,009).

      Counted from 4,330 blocks · recorded, labelled by mempool.space · yesterday

      [1 day > .owners 1] [7 days > .owners 7] [90 days > .owners 90] [How we know > .method]
      [Foundry USA (DCG) > .history dcg 90d] [AntPool > .history antpool 90d] [F2Pool > .history f2pool 90d]"
    `);
  });

  it('states missing days in its title', async () => {
    const { figures } = talk;
    const counts = figures.counts.map((count) => ({
      ...count,
      missingDays: count.window === 90 ? 82 : count.window === 7 ? 4 : 0,
    }));
    await talk.store.figures.saveFigures({ ...figures, counts });
    const titles = [];
    for (const asked of ['/pools 90', '/owners 90', '/pool antpool', '/pools 30'])
      titles.push((await talk.ask(asked)).split('\n')[0]);
    const countries = await talk.ask('/countries');
    await talk.store.figures.saveFigures(figures);
    expect(titles).toEqual([
      'Largest pools in the 90 days to 21 Apr 2026 (8 of 90 days counted, recorded)',
      'Largest owners in the 90 days to 21 Apr 2026 (8 of 90 days counted, recorded)',
      'AntPool (3 of 7 days counted, recorded)',
      'Largest pools in the 30 days to 21 Apr 2026 (recorded)',
    ]);
    expect(countries).toContain(
      'Operators: whose law pool owners answer to (counted, in the 7 days to 21 Apr 2026, 3 of 7 days counted)',
    );
  });

  it('gives both origins of a window with recorded and live days', async () => {
    const { figures } = talk;
    const provenances = figures.provenances.map(({ window, provenance }) => ({
      window,
      provenance: {
        ...provenance,
        sources: ['live', 'recorded'] as const,
        evidence: { labelled: provenance.evidence.labelled - 126, header: 100, merkle: 26 },
      },
    }));
    await talk.store.figures.saveFigures({ ...figures, provenances });
    const told = await talk.ask('/pools');
    await talk.store.figures.saveFigures(figures);
    expect(told).toMatch(/^Largest pools in the 7 days to 21 Apr 2026\n/);
    expect(told).toContain(
      'Counted from 994 blocks · 868 recorded, labelled by mempool.space; 126 live, checked · yesterday',
    );
  });

  it('describes a pool with its interval, past shares and owner', async () => {
    expect(await talk.ask('/pool antpool')).toMatchInlineSnapshot(`
      "AntPool (recorded)

      AntPool mined 185 of 994 blocks in the 7 days to 21 Apr 2026: 18.6% (95% interval 16.3-21.1%).

      • 1 day: 22.2% (15.8-29.8%)
      • 30 days: 18.0% (16.8-19.1%)
      • 90 days: 17.0% (16.3-17.6%)
      • 7 days to 14 Apr 2026: 20.0%
      • 7 days to 22 Mar 2026: 17.7%
      • 7 days to 21 Jan 2026: 16.0%
      • Longest run of the week: 4 blocks in a row (by chance about 36 times a year)
      • One of the pools on AntPool's templates: seen sending out the same block template, which is not ownership
      • Seat (the owner's country, not where machines stand): China
      • Sources disagree on whether AntPool is still Bitmain's.
      • Sources disagree on the seat of AntPool: China, or Singapore.

      What that could do: Nothing says that anybody means harm. But whoever controls this much could undo a payment with 6 confirmations in 2 of 100 tries.

      Counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [90 days > .history antpool 90d] [1 year > .history antpool 1y] [How we know > .method]
      [Alarm above 1/3 > .watch antpool 1/3] [What if … > .whatif 10% antpool]"
    `);
  });

  it('gives an upper bound for a pool without blocks', async () => {
    expect(await talk.ask('/pool ghash')).toMatchInlineSnapshot(`
      "GHash.IO (recorded)

      GHash.IO mined none of 994 blocks in the 7 days to 21 Apr 2026; its share is almost certainly below 0.3%.

      • Seat (the owner's country, not where machines stand): unknown

      Counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [90 days > .history ghashio 90d] [1 year > .history ghashio 1y] [How we know > .method]
      [Alarm above 1/3 > .watch ghashio 1/3] [What if … > .whatif 10% ghashio]"
    `);
  });

  it('falls back to an owner if no pool has the name', async () => {
    expect(await talk.ask('/pool dcg')).toMatchInlineSnapshot(`
      "Foundry USA (DCG), recorded

      Foundry USA (DCG) mined 302 of 994 blocks in the 7 days to 21 Apr 2026: 30.4% (95% interval 27.6-33.3%).

      • 1 day: 28.1% (21.1-36.1%)
      • 30 days: 31.1% (29.7-32.5%)
      • 90 days: 30.9% (30.1-31.7%)
      • 7 days to 14 Apr 2026: 28.6%
      • 7 days to 22 Mar 2026: 33.6%
      • 7 days to 21 Jan 2026: 32.1%
      • Longest run of the week: 5 blocks in a row (by chance about 100 times a year)
      • Pools: Foundry USA
      • Seat (the owner's country, not where machines stand): United States

      What that could do: Nothing says that anybody means harm. But whoever controls this much could undo a payment with 6 confirmations in 17 of 100 tries. Above a quarter, holding back found blocks (selfish mining) can pay, if half the network relays for the attacker.

      Counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [90 days > .history dcg 90d] [1 year > .history dcg 1y] [How we know > .method]
      [Alarm above 1/3 > .watch dcg 1/3] [What if … > .whatif 10% dcg]"
    `);
  });

  it('shows the range of a pool over time', async () => {
    expect(await talk.ask('/history foundry 90d')).toMatchInlineSnapshot(`
      "Foundry USA: the last 90 days (recorded)

      30.4% (95% interval 27.6-33.3%) of blocks in the 7 days to 21 Apr 2026, down 1.4 points from 31.8% in the 7 days to 22 Jan 2026.

      Highest 35.5% in the 7 days to 16 Mar 2026, lowest 24.7% in those to 29 Jan 2026.

      7 days to    Share    95%
      21 Apr 2026  30.4%  28-33
      12 Apr 2026  28.2%  25-31
      3 Apr 2026   30.0%  27-33
      25 Mar 2026  34.7%  32-38
      16 Mar 2026  35.5%  32-39
      7 Mar 2026   29.9%  27-33
      26 Feb 2026  30.4%  28-33
      17 Feb 2026  32.1%  29-35
      8 Feb 2026   29.4%  27-32
      30 Jan 2026  25.7%  23-29

      Counted from 13,672 blocks · recorded, labelled by mempool.space · yesterday

      [30 days > .history foundryusa 30d] [365 days > .history foundryusa 365d] [All > .history foundryusa all] [How we know > .method]"
    `);
  });

  it('shows the operators of a country over time', async () => {
    expect(await talk.ask('/history us 30d')).toMatchInlineSnapshot(`
      "Pool owners in the United States: the last 30 days (recorded)

      40.5% (95% interval 37.5-43.6%) of blocks in the 7 days to 21 Apr 2026, down 0.9 points from 41.4% in the 7 days to 23 Mar 2026.

      Highest 43.2% in the 7 days to 26 Mar 2026, lowest 37.9% in those to 2 Apr 2026.

      7 days to    Share    95%
      21 Apr 2026  40.5%  38-44
      18 Apr 2026  41.0%  38-44
      15 Apr 2026  39.9%  37-43
      12 Apr 2026  38.7%  36-42
      9 Apr 2026   41.3%  38-44
      6 Apr 2026   41.1%  38-44
      3 Apr 2026   39.7%  37-43
      31 Mar 2026  41.4%  38-44
      28 Mar 2026  41.5%  39-44
      25 Mar 2026  43.1%  40-46

      The seat behind 33.3% of the blocks is unknown: the share would be 73.8% if all of those owners were based there.

      This is the pool owners' country (counted), not where machines stand.

      Counted from 5,164 blocks · recorded, labelled by mempool.space · yesterday

      [90 days > .history US 90d] [365 days > .history US 365d] [All > .history US all] [How we know > .method]"
    `);
  });
});
