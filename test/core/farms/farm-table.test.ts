import { describe, expect, it } from 'vitest';
import { parseFarms } from '../../../lib/core/farms/farm-table.ts';
import { farms } from '../../../lib/core/farms/farms.ts';
import { InputError } from '../../../lib/errors.ts';
import { counted, farm, farmTable, published, target } from './farm-builder.ts';

/** The faults of a table as text, without its name. */
function faultsOf(...rows: readonly object[]): readonly string[] {
  try {
    parseFarms(farmTable(...rows), 'farms.json');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ where, what }) => `${where.replace('farms.json: ', '')}: ${what}`);
  }
}

const withTarget = (change: object) => ({ ...farm, targets: [{ ...target, ...change }] });

describe('a table of farms', () => {
  it('accepts a farm with or without targets', () => {
    expect(faultsOf(farm, { ...withTarget({}), id: 'dale' })).toEqual([]);
  });

  it.each([
    ['a place that has no name', { places: ['TX'] }, 'farms[0].places[0]: expected a country'],
    ['no place', { places: [] }, 'farms[0].places: '],
    ['no power', { announced: { ...farm.announced, size: { unit: 'megawatts', amount: 0 } } }, 'size.amount'],
    [
      'a share above 1',
      { announced: { ...farm.announced, size: { unit: 'share', amount: 30, of: 'the network' } } },
      'size.amount',
    ],
    [
      'a share of nothing said',
      { announced: { ...farm.announced, size: { unit: 'share', amount: 0.3 } } },
      'size.of',
    ],
    [
      'an unknown unit',
      { announced: { ...farm.announced, size: { unit: 'barns', amount: 3 } } },
      'size.unit',
    ],
    ['a page without an address', { announced: { ...farm.announced, source: 'a friend' } }, 'source'],
    ['an unknown key', { hashRate: 3 }, 'farms[0]: '],
  ])('refuses %s, with the place', (_, change, fault) => {
    const faults = faultsOf({ ...farm, ...change });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it.each([
    ['a deadline before the announcement', { by: '2020-01-31' }, '.by: expected a day after 2020-01-31'],
    [
      'evidence published before its day',
      { evidence: [published(0.01, '2021-06-30', '2021-06-29')] },
      '.evidence[0]: refers to 2021-06-30, after its publication on 2021-06-29',
    ],
    [
      'blocks of a pool that the registry does not have',
      { evidence: [counted('nosuchpool')] },
      '.evidence[0]: nosuchpool is not a pool in the registry',
    ],
    [
      'blocks as evidence of power',
      { size: { unit: 'megawatts', amount: 100 }, evidence: [counted('marapool')] },
      '.evidence[0]: blocks say nothing about megawatts',
    ],
  ])('refuses %s', (_, change, fault) => {
    expect(faultsOf(withTarget(change))).toEqual([`farms[0].targets[0]${fault}`]);
  });

  it('reports every fault at once, including repeated ids and deadlines', () => {
    expect(faultsOf(farm, { ...farm, targets: [target, target] })).toEqual([
      'farms[1].id: is also the id of farms[0]',
      'farms[1].targets[1].by: is also the deadline of targets[0]',
    ]);
  });
});

describe('the shipped farms', () => {
  it('have Layer1 with 2% by the end of 2020 and 30% by the end of 2021', () => {
    const layer1 = farms.find(({ id }) => id === 'layer1')!;
    expect(layer1.announced.size).toEqual({ unit: 'megawatts', amount: 100 });
    expect(layer1.targets.map(({ size, by }) => [size.unit, size.amount, by])).toEqual([
      ['share', 0.02, '2020-12-31'],
      ['share', 0.3, '2021-12-31'],
    ]);
  });

  it('are never listed before they were announced', () => {
    for (const { announced, targets } of farms)
      for (const { announcedOn } of targets) expect(announcedOn >= announced.on).toBe(true);
  });
});
