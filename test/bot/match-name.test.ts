import { describe, expect, it } from 'vitest';
import { type Candidate, completeName, matchName, nameOf } from '../../lib/bot/match-name.ts';

const named = (value: string, isLikely = true, ...others: string[]): Candidate<string> => ({
  value,
  names: [value, ...others].map(nameOf),
  isLikely,
});

const pools = [
  named('AntPool'),
  named('Binance Pool'),
  named('Bitfarms', false),
  named('BitMinter', false),
  named('F2Pool'),
  named('Foundry USA'),
  named('CloverPool (formerly BTC.com)', true, 'BTC.com'),
];
const owners = [named('Binance'), named('Foundry USA (DCG)')];

describe('a name', () => {
  it.each([
    ['ant', 'AntPool'],
    ['F2 pool', 'F2Pool'],
    ['usa', 'Foundry USA'],
    ['btc.com', 'CloverPool (formerly BTC.com)'],
    ['clover', 'CloverPool (formerly BTC.com)'],
    ['FÖUNDRY', 'Foundry USA'],
    ['the AntPool', 'AntPool'],
  ])('"%s" means %s', (typed, value) => {
    expect(matchName(typed, pools)).toEqual({ kind: 'one', values: [value] });
  });

  it('that matches several equally well gives all of them', () => {
    expect(matchName('bit', pools)).toEqual({ kind: 'several', values: ['Bitfarms', 'BitMinter'] });
  });

  it('means the likely one among equally good matches', () => {
    expect(matchName('bi', pools)).toEqual({ kind: 'one', values: ['Binance Pool'] });
  });

  it('that is misspelled is a near match only', () => {
    expect(matchName('antpol', pools)).toEqual({ kind: 'near', values: ['AntPool'] });
    expect(matchName('fundry usa', pools)).toEqual({ kind: 'near', values: ['Foundry USA'] });
  });

  it('is near if one long word of it is misspelled', () => {
    expect(matchName('fundry', pools)).toEqual({ kind: 'near', values: ['Foundry USA'] });
    expect(matchName('fuondry', pools)).toEqual({ kind: 'near', values: ['Foundry USA'] });
    expect(matchName('cloverpol', pools)).toEqual({
      kind: 'near',
      values: ['CloverPool (formerly BTC.com)'],
    });
    for (const typed of ['poll', 'usb', 'foundation'])
      expect(matchName(typed, pools)).toEqual({ kind: 'none', values: [] });
  });

  it('that is near to nothing matches nothing', () => {
    for (const typed of ['zzzz', '', '???', 'xyz'])
      expect(matchName(typed, pools)).toEqual({ kind: 'none', values: [] });
  });

  it('means those of the first list among equally good matches', () => {
    expect(matchName('foundry', pools, owners)).toEqual({ kind: 'one', values: ['Foundry USA'] });
    expect(matchName('binance', pools, owners)).toEqual({ kind: 'one', values: ['Binance'] });
  });

  it('can be the flag of a country', () => {
    expect(matchName('🇨🇳', [named('CN'), named('US')])).toEqual({ kind: 'one', values: ['CN'] });
  });
});

describe('completion of a name', () => {
  it('starts with the best match', () => {
    expect(completeName('b', pools)[0]).toBe('Binance Pool');
    expect(completeName('pool', pools)).toEqual(
      expect.arrayContaining(['AntPool', 'F2Pool', 'Binance Pool']),
    );
  });

  it('offers likely ones first if nothing is typed', () => {
    expect(completeName('', pools).slice(-2)).toEqual(['Bitfarms', 'BitMinter']);
  });
});
