import { describe, expect, test } from 'vitest';
import { createAttributor } from '../../../lib/core/pools/attribute.ts';
import { coinbaseOf } from '../../../lib/core/pools/block-coinbase.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';
import { registry } from '../../../lib/core/pools/registry.ts';
import type { CompleteBlock } from '../../../lib/daily/block-source.ts';
import { InputError } from '../../../lib/errors.ts';
import { chainCoinbases, hexOf } from '../../support/pools-coinbases.ts';

const attribute = createAttributor(registry.pools);

describe('blocks of the chain', () => {
  test.each([
    [890440, 'viabtc', '/ViaBTC/'],
    [890441, 'foundryusa', 'Foundry USA Pool'],
    [890442, 'antpool', 'Mined By AntPool'],
    [890443, 'secpool', 'SecPool'],
    [739990, 'binancepool', 'binance'],
    [957350, 'ocean', 'OCEAN.XYZ'],
    [966080, 'antpool', 'Mined By AntPool'],
    [966085, 'foundryusa', 'Foundry USA Pool'],
  ] as const)('block %i is by %s, by its tag', (height, pool, tag) => {
    const { by, ...found } = attribute(chainCoinbases[height]);
    expect(found.pool).toBe(pool);
    expect(by.kind).toBe('tag');
    expect(by.match?.toLowerCase()).toContain(tag.toLowerCase());
    expect(by.conflicts).toEqual([]);
  });

  test('block 300000 has no tag and is identified as GHash.IO by its address alone', () => {
    expect(attribute(chainCoinbases[300000])).toEqual({
      pool: 'ghashio',
      by: { kind: 'address', match: '1CjPR7Z5ZSyWk6WtXvSFgkptmpoi4UM9BC', conflicts: [] },
    });
    expect(attribute({ ...chainCoinbases[300000], addresses: [], values: [] }).pool).toBe('unknown');
  });

  test('block 670987 is by Braiins Pool, by the tag of SlushPool', () => {
    expect(attribute(chainCoinbases[670987])).toEqual({
      pool: 'braiinspool',
      by: { kind: 'tag', match: '/slush/', conflicts: [] },
    });
  });

  test('block 10000 is by an unknown miner', () => {
    expect(attribute(chainCoinbases[10000])).toEqual({
      pool: 'unknown',
      by: { kind: 'none', match: null, conflicts: [] },
    });
  });
});

describe('tags', () => {
  const poolOf = (script: string) => attribute({ coinbaseScript: script, addresses: [] }).pool;

  test('ASCII case is folded: /f2pool.kz/ and /F2Pool/ are one pool', () => {
    expect(poolOf(hexOf('/f2pool.kz/'))).toBe('f2pool');
    expect(poolOf(hexOf('/F2Pool/'))).toBe('f2pool');
    expect(poolOf(hexOf('/F2Pool/').toUpperCase())).toBe('f2pool');
  });

  test('a tag counts wherever its bytes are, even across script pushes', () => {
    expect(poolOf(`0348960d04${hexOf('/Via')}`.concat(hexOf('BTC/')))).toBe('viabtc');
  });

  test('a match that starts in the middle of a byte does not count', () => {
    expect(poolOf(`0${hexOf('/ViaBTC/')}0`)).toBe('unknown');
  });

  test('tags beyond ASCII match as UTF-8', () => {
    expect(poolOf(hexOf('..🐵🚀..'))).toBe('mononaut');
    expect(poolOf(hexOf('七彩神仙鱼'))).toBe('f2pool');
  });

  test('a tag inside another is part of it', () => {
    expect(attribute({ coinbaseScript: hexOf('/ViaBTC/TATMAS Pool/'), addresses: [] })).toMatchObject({
      pool: 'tatmaspool',
      by: { match: '/ViaBTC/TATMAS Pool/', conflicts: [] },
    });
  });

  test.each([
    ['< OCEAN.XYZ >\x0fFoundry USA Pool\x00', 'ocean', 'foundryusa'],
    ['/ViaBTC/Mined by AntPool/', 'viabtc', 'antpool'],
    ['/braiinssolo/ /Mined in the USA by: /Minerium.com/', 'braiinssolo', 'minerium'],
  ])('%j is by %s: what a miner wrote after the marker is a conflict', (text, pool, named) => {
    const { by, ...found } = attribute({ coinbaseScript: hexOf(text), addresses: [] });
    expect(found.pool).toBe(pool);
    expect(by.conflicts.map((conflict) => conflict.pool)).toEqual([named]);
  });

  test.each(['Volkanos', 'kanonen', 'the teemc is', '150btc', 'AntiParasites'])(
    'a short tag inside the word %j does not count',
    (text) => expect(poolOf(hexOf(text))).toBe('unknown'),
  );

  test.each([
    ['KanoPool', 'kanopool'],
    ['\x04Kano', 'kanopool'],
    ['Hi from 50BTC.com', '50btc'],
    ['\x13binance/818', 'binancepool'],
    ['Mined by AntPool995', 'antpool'],
  ])('%j is a whole word and by %s', (text, pool) => expect(poolOf(hexOf(text))).toBe(pool));

  const twins = createAttributor([
    { id: poolId('first'), name: 'First', tags: ['/one/', '/twin/'], addresses: [] },
    { id: poolId('second'), name: 'Second', tags: ['/two/', '/TWIN/'], addresses: [] },
  ]);

  test('of equally long tags the earlier one in the script wins', () => {
    expect(twins({ coinbaseScript: hexOf('/two/one/'), addresses: [] }).pool).toBe('second');
    expect(twins({ coinbaseScript: hexOf('/one/two/'), addresses: [] }).pool).toBe('first');
  });

  test('of equal tags the first one in the registry wins', () => {
    expect(twins({ coinbaseScript: hexOf('/TWIN/'), addresses: [] }).pool).toBe('first');
  });
});

describe('conflicting tags and addresses', () => {
  const decide = createAttributor([
    { id: poolId('alpha'), name: 'Alpha', tags: ['/alpha/'], addresses: ['1A', '1AA'] },
    { id: poolId('beta'), name: 'Beta', tags: ['/beta/'], addresses: ['1B'] },
    { id: poolId('gamma'), name: 'Gamma', tags: ['/gamma/'], addresses: ['1C'] },
  ]);
  const tagged = hexOf('/alpha/');
  const bare = hexOf('no tag');
  const alphaTag = { kind: 'tag', match: '/alpha/', pool: 'alpha' };
  const beta = { kind: 'address', match: '1B', pool: 'beta' };
  const gamma = { kind: 'address', match: '1C', pool: 'gamma' };

  test('agreement has no conflict and names the tag', () => {
    expect(decide({ coinbaseScript: tagged, addresses: ['1x', '1A', '1AA'], values: [9, 1, 2] })).toEqual({
      pool: 'alpha',
      by: { kind: 'tag', match: '/alpha/', conflicts: [] },
    });
  });

  test('two addresses of one pool agree', () => {
    expect(decide({ coinbaseScript: bare, addresses: ['1AA', '1A'], values: [1, 2] })).toEqual({
      pool: 'alpha',
      by: { kind: 'address', match: '1AA', conflicts: [] },
    });
  });

  test('the tag wins over an address that is not the largest output', () => {
    expect(decide({ coinbaseScript: tagged, addresses: ['1B', '1x'], values: [1, 2] })).toEqual({
      pool: 'alpha',
      by: { kind: 'tag', match: '/alpha/', conflicts: [beta] },
    });
  });

  test.each([
    ['larger than all others', [3, 2]],
    ['as large as the largest other', [2, 2]],
  ])('an address whose output is %s wins over the tag', (_, values) => {
    expect(decide({ coinbaseScript: tagged, addresses: ['1B', '1x'], values })).toEqual({
      pool: 'beta',
      by: { kind: 'address', match: '1B', conflicts: [alphaTag] },
    });
  });

  test('an output without an address can be the largest', () => {
    expect(decide({ coinbaseScript: tagged, addresses: ['', '1B'], values: [9, 1] }).pool).toBe('alpha');
  });

  test('of two known addresses the larger output wins', () => {
    expect(decide({ coinbaseScript: bare, addresses: ['1B', '1C'], values: [1, 2] })).toEqual({
      pool: 'gamma',
      by: { kind: 'address', match: '1C', conflicts: [beta] },
    });
    expect(decide({ coinbaseScript: bare, addresses: ['1B', '1C'], values: [2, 1] }).pool).toBe('beta');
  });

  test('the larger of two known addresses wins over the tag only as the largest output of all', () => {
    const addresses = ['1B', '1C', '1x'];
    expect(decide({ coinbaseScript: tagged, addresses, values: [1, 3, 2] })).toEqual({
      pool: 'gamma',
      by: { kind: 'address', match: '1C', conflicts: [alphaTag, beta] },
    });
    expect(decide({ coinbaseScript: tagged, addresses, values: [1, 2, 3] })).toEqual({
      pool: 'alpha',
      by: { kind: 'tag', match: '/alpha/', conflicts: [beta, gamma] },
    });
  });

  test.each([
    ['no values', {}],
    ['equal values', { values: [2, 2] }],
  ])(
    'with %s two known addresses leave the decision to the tag; without one the block is unknown',
    (_, values) => {
      expect(decide({ coinbaseScript: tagged, addresses: ['1B', '1C'], ...values })).toEqual({
        pool: 'alpha',
        by: { kind: 'tag', match: '/alpha/', conflicts: [beta, gamma] },
      });
      expect(decide({ coinbaseScript: bare, addresses: ['1B', '1C'], ...values })).toEqual({
        pool: 'unknown',
        by: { kind: 'none', match: null, conflicts: [beta, gamma] },
      });
    },
  );

  test('without values the tag wins over an address', () => {
    expect(decide({ coinbaseScript: tagged, addresses: ['1B'] }).pool).toBe('alpha');
  });

  test("the largest of a pool's several outputs counts", () => {
    const addresses = ['1A', '1AA', '1B'];
    const found = decide({ coinbaseScript: hexOf('/gamma/'), addresses, values: [1, 5, 3] });
    expect(found.by).toMatchObject({ kind: 'address', match: '1AA' });
  });
});

describe('invalid coinbases', () => {
  test.each([
    ['abc', 'coinbase: expected whole bytes in hex, found an odd number of digits, 3'],
    ['00zz', 'coinbase: expected whole bytes in hex, found a non-hex character at position 3'],
    ['00é1', 'coinbase: expected whole bytes in hex, found a non-hex character at position 3'],
    ['0x2f', 'coinbase: expected whole bytes in hex, found a non-hex character at position 2'],
  ])('script %s is refused', (coinbaseScript, message) => {
    expect(() => attribute({ coinbaseScript, addresses: [] })).toThrow(InputError);
    expect(() => attribute({ coinbaseScript, addresses: [] })).toThrow(message);
  });

  test('a number of values other than one per address is refused', () => {
    expect(() => attribute({ coinbaseScript: '', addresses: ['1A'], values: [] })).toThrow(
      'values: expected one per address, 1',
    );
  });
});

test('a raw block passes on its values only if every payout has one', () => {
  const block = { coinbaseScript: '00', payouts: [{ address: '1A', valueSats: 5 }, { address: '1B' }] };
  expect(coinbaseOf(block as unknown as CompleteBlock)).toEqual({
    coinbaseScript: '00',
    addresses: ['1A', '1B'],
  });
  const valued = { ...block, payouts: [{ address: '1A', valueSats: 5 }] };
  expect(coinbaseOf(valued as unknown as CompleteBlock)).toEqual({
    coinbaseScript: '00',
    addresses: ['1A'],
    values: [5],
  });
});
