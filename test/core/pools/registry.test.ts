import { describe, expect, test } from 'vitest';
import { createAttributor } from '../../../lib/core/pools/attribute.ts';
import { foldPoolName, poolId, UNKNOWN } from '../../../lib/core/pools/pool-id.ts';
import {
  isKnownPool,
  parseRegistry,
  poolName,
  registry,
  registryVersion,
} from '../../../lib/core/pools/registry.ts';
import { InputError } from '../../../lib/errors.ts';

const emptyRegistry = { version: '2026-02-24.1', sources: [], pools: [] };
const pool = { id: 'somepool', name: 'Some Pool', tags: [], addresses: [] };

function faultsOf(pools: readonly unknown[]): readonly string[] {
  try {
    parseRegistry({ ...emptyRegistry, pools }, 'r.json');
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
  return [];
}

describe('the shipped registry', () => {
  test('has the 170 pools of the upstream list, one label from the recorded blocks, and an address from elsewhere', () => {
    expect(registryVersion).toBe('2026-07-12.1');
    expect(registry.pools).toHaveLength(171);
    expect(registry.pools.flatMap(({ addresses }) => addresses)).toHaveLength(219);
    expect(isKnownPool('bitfufu')).toBe(true);
    expect(isKnownPool('noderunners')).toBe(true);
  });

  test.each([
    ['/Mined @ SoloPool.Com/', [], 'solopoolcom'],
    ['/DMND/', [], 'dmnd'],
    ['/Noderunners/', [], 'noderunners'],
    ['FutureBit', [], 'futurebitapollosolo'],
    ['', ['1PuJjnF476W3zXfVYmJfGnouzFDAXakkL4'], 'viabtc'],
  ])('identifies the miner with the tag %j and the addresses %j', (tag, addresses, id) => {
    const coinbaseScript = Buffer.from(tag).toString('hex');
    expect(createAttributor(registry.pools)({ coinbaseScript, addresses }).pool).toBe(id);
  });

  test('merges the two spellings of Bitcoin India', () => {
    const found = registry.pools.filter(({ name }) => foldPoolName(name) === 'bitcoinindia');
    expect(found.map(({ id, tags }) => ({ id, tags }))).toEqual([
      { id: 'bitcoinindia', tags: ['/Bitcoin-India/'] },
    ]);
    expect(found[0]?.addresses.length).toBeGreaterThan(0);
  });

  test('calls btccom by its new name and knows the old one', () => {
    expect(poolName(poolId('btccom'))).toBe('CloverPool (formerly BTC.com)');
    expect(registry.pools.find(({ id }) => id === 'btccom')?.formerNames).toEqual(['BTC.com']);
    expect(registry.pools.find(({ id }) => id === 'braiinspool')?.formerNames).toEqual(['SlushPool']);
  });

  test('does not treat the bucket of unknown blocks as a pool', () => {
    expect(isKnownPool(UNKNOWN)).toBe(false);
    expect(poolName(UNKNOWN)).toBe('unknown');
  });
});

test('a registry with faults is refused with all of them', () => {
  expect(
    faultsOf([
      { ...pool, tags: ['/a/'], addresses: ['1A'] },
      { ...pool, name: 'Other', tags: ['/A/'], addresses: ['1A'] },
    ]),
  ).toEqual([
    'r.json: pools[1].id: expected an id that is not already used by Some Pool',
    'r.json: pools[1].tags[0]: expected a tag that is not already used by Some Pool',
    'r.json: pools[1].addresses[0]: expected an address that is not already used by Some Pool',
  ]);
  const faults = faultsOf([
    { ...pool, id: 'Bad id' },
    { ...pool, id: 'unknown', tags: [' '], name: 1 },
  ]);
  expect(faults.map((fault) => fault.split(': ')[1])).toEqual([
    'pools[0].id',
    'pools[1].id',
    'pools[1].name',
    'pools[1].tags[0]',
  ]);
});

test('a pool id is lower-case letters and digits', () => {
  expect(poolId('foundryusa')).toBe('foundryusa');
  expect(() => poolId('Foundry USA')).toThrow(InputError);
  expect(foldPoolName('EXX&BW')).toBe('exxbw');
});
