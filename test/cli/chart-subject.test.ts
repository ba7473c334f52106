import { describe, expect, it } from 'vitest';
import { parseChartSubject } from '../../lib/cli/chart-subject.ts';
import { viewOf } from '../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';

const day = parseDay('2025-01-08');
const from = parseDay('2024-12-01');
const view = viewOf(shippedLedger());

describe('a chart subject', () => {
  it.each([
    ['pools', null, { kind: 'ranking', lens: 'pool', window: 7, day }],
    ['operator-countries', null, { kind: 'ranking', lens: 'operator-country', window: 7, day }],
    ['owners', from, { kind: 'share-over-time', lens: 'owner', subject: null, window: 7, from, to: day }],
    [
      'owner:dcg',
      null,
      { kind: 'share-over-time', lens: 'owner', subject: 'dcg', window: 7, from: null, to: day },
    ],
    ['countries', null, { kind: 'operators-and-machines', window: 7, day }],
    ['map', null, { kind: 'world', day }],
    ['warning', null, { kind: 'warning', subject: null, day }],
    ['warning:dcg', null, { kind: 'warning', subject: 'dcg', day }],
  ])('"%s" from %s', (words, first, request) => {
    expect(parseChartSubject(words, { day, window: 7, from: first }, view)).toEqual(request);
  });

  it.each(['pool', 'pools:foundryusa', 'countries:US', 'moon', ''])('"%s" is refused', (words) => {
    expect(() => parseChartSubject(words, { day, window: 7, from: null }, view)).toThrow(
      `subject: expected pools, owners, templates, operator-countries, pool:KEY, owner:KEY, template:KEY, operator-country:KEY, countries, map, warning, warning:KEY, not "${words}"`,
    );
  });
});
