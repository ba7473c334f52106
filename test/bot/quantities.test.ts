import { describe, expect, it } from 'vitest';
import {
  parseDuration,
  parseHour,
  parseShare,
  parseSpan,
  splitPeriod,
  wordsOf,
} from '../../lib/bot/quantities.ts';

const DAY = 86_400;

describe('a typed share', () => {
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
    'is not "%s"',
    (text) => {
      expect(parseShare(text)).toBeUndefined();
    },
  );
});

describe('a typed time', () => {
  it.each([
    ['10m', 600],
    ['12h', 12 * 3600],
    ['3', 3 * DAY],
    ['3d', 3 * DAY],
    ['2 weeks', 14 * DAY],
    ['365d', 365 * DAY],
    ['week', 7 * DAY],
    ['two days', 2 * DAY],
  ])('is a silence: %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['9m', '366d', '0', '3x', 'd', '', '1y', '99999w'])('is not a silence: "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    ['90d', 90],
    ['30', 30],
    ['6m', 180],
    ['2w', 14],
    ['1 year', 365],
    ['thirty', 30],
    ['sixty days', 60],
    ['six months', 180],
    ['a year', 365],
    ['the last week', 7],
    ['over the past 90 days', 90],
    ['Monthly', 30],
    ['a fortnight', 14],
    ['quarter', 90],
    ['26w', 182],
    ['2y', 730],
    ['400', 400],
    ['all', 10_000],
  ])('is a span to look back over: %s', (text, days) => {
    expect(parseSpan(text)).toBe(days);
  });

  it.each(['1d', 'h', '3h', 'a', 'the', 'one', 'today', 'seventy', 'toString', ''])(
    'is not a span to look back over: "%s"',
    (text) => {
      expect(parseSpan(text)).toBeUndefined();
    },
  );

  it.each([
    ['8', 8],
    ['08:00', 8],
    ['23h', 23],
  ])('is an hour: %s', (text, hour) => {
    expect(parseHour(text)).toBe(hour);
  });

  it.each(['24', '8:30', '-1', ''])('is not an hour: "%s"', (text) => {
    expect(parseHour(text)).toBeUndefined();
  });

  it('is split off the end of a text, with filler words before it', () => {
    expect(splitPeriod('foundry over the last thirty days')).toEqual({
      before: 'foundry',
      period: 'thirtydays',
    });
    expect(splitPeriod('united states 5y')).toEqual({ before: 'united states', period: '5y' });
    expect(splitPeriod('21 inc')).toEqual({ before: '21 inc', period: null });
    expect(splitPeriod('90')).toEqual({ before: '90', period: null });
  });

  it('is one word with its unit', () => {
    expect(wordsOf('foundry 35 % 30 days')).toEqual(['foundry', '35%', '30days']);
    expect(wordsOf('21 inc 5 %')).toEqual(['21', 'inc', '5%']);
  });
});
