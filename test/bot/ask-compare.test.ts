import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('a comparison', () => {
  it('of two pools gives intervals, which is larger, and both together', async () => {
    expect(await talk.ask('/compare foundry antpool')).toMatchInlineSnapshot(`
      "Foundry USA and AntPool (recorded)

      We are more than 99% sure that Foundry USA is larger. 302 and 185 of 994 blocks in the 7 days to 21 Apr 2026.

      Who          Share    95%
      Foundry USA  30.4%  28-33
      AntPool      18.6%  16-21

      Together: 49.0% (95% interval 45.9-52.1%); more than half with 26% probability.

      Over other windows
      • 1 day: 28.1% and 22.2%, too close to tell
      • 30 days: 31.1% and 18.0%
      • 90 days: 30.9% and 17.0%

      Counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [1 day > .compare foundryusa antpool 1d] [30 days > .compare foundryusa antpool 30d] [90 days > .compare foundryusa antpool 90d]
      [Foundry USA > .pool foundryusa] [AntPool > .pool antpool] [How we know > .method]"
    `);
  });

  it('of similar shares does not name a larger one', async () => {
    expect(await talk.ask('/compare viabtc spider pool')).toContain(
      'Too close to tell who is larger: ViaBTC with 84% probability. 86 and 73 of 994 blocks in the 7 days to 21 Apr 2026.',
    );
  });

  it('of two countries is of operators, with machines alongside', async () => {
    expect(await talk.ask('/compare china us 30')).toMatchInlineSnapshot(`
      "United States and China (recorded)

      By the known seats the United States is larger (more than 99% sure), but the seat behind 34.8% of the blocks is unknown: with all of it, China would have 52.7%. 1,760 and 778 of 4,330 blocks in the 30 days to 21 Apr 2026.

      Who            Share    95%
      United States  40.6%  39-42
      China          18.0%  17-19

      Together: 58.6% (95% interval 57.1-60.1%); up to 93.4% if every unknown owner were based there; more than half with more than 99% probability.

      This is the pool owners' country (counted), not where machines stand.

      Over other windows
      • 1 day: 39.3% and 22.2%
      • 7 days: 40.5% and 18.6%
      • 90 days: 40.2% and 17.0%

      Machines, modelled: China about 14% (95% interval 5-29%); United States about 36% (95% interval 19-60%).

      Counted from 4,330 blocks · recorded, labelled by mempool.space · yesterday

      [1 day > .compare CN US 1d] [7 days > .compare CN US 7d] [90 days > .compare CN US 90d]
      [United States > .country US] [China > .country CN] [How we know > .method]"
    `);
  });

  it('are sure to be told apart where no unknown seat could turn it', async () => {
    const said = await talk.ask('/compare us lithuania');
    expect(said).toContain(
      'We are more than 99% sure that the United States is larger. 403 and 3 of 994 blocks',
    );
  });

  it('comes with a picture of both', async () => {
    const { picture } = await talk.send({ kind: 'text', text: '/compare foundry antpool' });
    expect(picture).toEqual({
      kind: 'share-over-time',
      lens: 'pool',
      subject: 'foundryusa',
      beside: 'antpool',
      window: 7,
      from: '2026-01-22',
      to: '2026-04-21',
    });
  });

  it.each([
    ['/compare fundry vs antpol', '/compare foundryusa antpool'],
    ['/compare Foundry USA and AntPool', '/compare foundryusa antpool'],
    ['/compare foundry usa, antpool over the last month', '/compare foundryusa antpool 30d'],
    ['/compare mara holdings foundry usa', '/compare mara foundryusa'],
    ['/compare bitmain foundry', '/compare antpool foundry'],
  ])('understands two names in any form: %s', async (typed, meant) => {
    const [asked, plain] = [await talk.ask(typed), await talk.ask(meant)];
    expect(asked.split('\n')[0]!.split(' and ').sort()).toHaveLength(2);
    expect(asked.match(/\d+\.\d% .*/g)).toEqual(plain.match(/\d+\.\d% .*/g));
  });

  it('of a pool and an owner is between owners', async () => {
    expect((await talk.ask('/compare dcg antpool')).split('\n')[0]).toBe(
      'Foundry USA (DCG) and AntPool (recorded)',
    );
  });

  it.each([
    ['/compare foundry dcg', 'Both are Foundry USA (DCG): their blocks are the same ones.'],
    [
      '/compare foundry china',
      'Foundry USA and China are not of one kind: a pool or an owner compares with another, and so do two countries.',
    ],
    ['/compare foundry', 'Two pools, owners or countries side by side.'],
    ['/compare xyzzy antpool', "I don't know a pool, owner or country called “xyzzy”."],
    ['/compare bit antpool', '[Bitfarms > .compare bitfarms antpool 7d]'],
    ['/compare foundry antpool 14', '[30 days > .compare foundry antpool 30d]'],
  ])('is refused clearly if impossible: %s', async (typed, said) => {
    expect(await talk.ask(typed)).toContain(said);
  });
});

describe('the history of a pool', () => {
  it('in weeks has rows at intervals of whole weeks', async () => {
    const said = await talk.ask('/history foundry 26w');
    expect(said).toMatch(/^Foundry USA: the last 26 weeks \(recorded\)\n/);
    expect([...said.matchAll(/^(\d+ \w+ \d{4}) {2}/gm)].map(([, day]) => day)).toEqual([
      '21 Apr 2026',
      '31 Mar 2026',
      '10 Mar 2026',
      '17 Feb 2026',
      '27 Jan 2026',
      '6 Jan 2026',
      '16 Dec 2025',
      '25 Nov 2025',
      '4 Nov 2025',
    ]);
  });

  it('of a pool that has stopped says so instead of rows of nothing', async () => {
    expect(await talk.ask('/history ghash 30d')).toMatchInlineSnapshot(`
      "GHash.IO: the last 30 days (recorded)

      GHash.IO mined no block in any of these weeks.

      Counted from 5,164 blocks · recorded, labelled by mempool.space · yesterday

      [90 days > .history ghashio 90d] [365 days > .history ghashio 365d] [All > .history ghashio all] [How we know > .method]"
    `);
  });

  it.each(['5y', 'all', '300w'])('over %s goes back as far as the ledger', async (period) => {
    const { message, picture } = await talk.send({ kind: 'text', text: `/history foundry ${period}` });
    expect(message.title).toBe('Foundry USA: since 18 Mar 2025 (recorded)');
    expect(picture).toMatchObject({ kind: 'share-over-time', from: '2025-03-24', to: '2026-04-21' });
  });
});

it('the answer to Bitmain is AntPool, after saying that the link is contested', async () => {
  const said = await talk.ask('/pool bitmain');
  expect(said.split('\n\n').slice(0, 3)).toEqual([
    'AntPool (recorded)',
    "Sources disagree on whether AntPool is still Bitmain's. AntPool counts as its own owner; this is AntPool, not Bitmain.",
    'AntPool mined 185 of 994 blocks in the 7 days to 21 Apr 2026: 18.6% (95% interval 16.3-21.1%).',
  ]);
  expect(await talk.ask('bitmain')).toBe(said);
});
