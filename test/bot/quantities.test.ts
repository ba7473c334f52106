import { describe, expect, it } from 'vitest';
import { parseDuration, parseHour, parseShare, parseSpan, wordsOf } from '../../lib/bot/quantities.ts';

const DAY = 86_400;

describe('a share as it is typed', () => {
  it.each([
    ['35%', 0.35, 0.35],
    ['35 %', 0.35, 0.35],
    ['35,5%', 0.355, 0.355],
    ['35', 0.35, 0.35],
    ['0.35', 0.35, 0.35],
    ['.35', 0.35, 0.35],
    ['1', 0.01, 0.01],
    ['0.5%', 0.005, 0.005],
    ['100%', 1, 1],
    ['1/3', 1 / 3, '1/3'],
    ['third', 1 / 3, '1/3'],
    ['Half', 0.5, '1/2'],
  ])('%s', (text, value, written) => {
    expect(parseShare(text)).toEqual({ value, written });
  });

  it.each(['', '%', 'x', '-1', '101%', '4/3', '1/0', '1e3', 'NaN', '1.2.3', '٣', 'toString', '35%%'])(
    '"%s" is none',
    (text) => {
      expect(parseShare(text)).toBeUndefined();
    },
  );
});

describe('a length of time as it is typed', () => {
  it.each([
    ['10m', 600],
    ['12h', 12 * 3600],
    ['3', 3 * DAY],
    ['3d', 3 * DAY],
    ['2 weeks', 14 * DAY],
    ['365d', 365 * DAY],
  ])('a silence of %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['9m', '366d', '0', '3x', 'd', '', '1y', '99999w'])('"%s" is no silence', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    ['90d', 90],
    ['30', 30],
    ['6m', 180],
    ['2w', 14],
    ['1 year', 365],
  ])('a look back of %s', (text, days) => {
    expect(parseSpan(text)).toBe(days);
  });

  it.each(['1d', '2y', '400', 'h', '3h'])('"%s" is no look back', (text) => {
    expect(parseSpan(text)).toBeUndefined();
  });

  it.each([
    ['8', 8],
    ['08:00', 8],
    ['23h', 23],
  ])('an hour of %s', (text, hour) => {
    expect(parseHour(text)).toBe(hour);
  });

  it.each(['24', '8:30', '-1', ''])('"%s" is no hour', (text) => {
    expect(parseHour(text)).toBeUndefined();
  });

  it('is one word with its unit', () => {
    expect(wordsOf('foundry 35 % 30 days')).toEqual(['foundry', '35%', '30days']);
    expect(wordsOf('21 inc 5 %')).toEqual(['21', 'inc', '5%']);
  });
});
