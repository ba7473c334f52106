import { expect, it } from 'vitest';
import { defaultRules } from '../../lib/config/default-rules.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import { composeReport } from '../../lib/daily/report.ts';

it('an episode open since before a gap states how many of its days are uncounted', () => {
  const [from, to] = [parseDay('2026-02-01'), parseDay('2026-02-20')];
  const ledger = shippedLedger()
    .slice(-400)
    .map((entry) =>
      from <= entry.day && entry.day <= to ? ({ kind: 'missing', day: entry.day } as const) : entry,
    );
  const rules = defaultRules().filter(({ lens }) => lens === 'owner');
  const { transitions } = replayRules(ledger, rules, 'then');
  const input = {
    ledger,
    transitions,
    notes: [],
    signals: [],
    knowledge: 'then',
    reportUrl: null,
  } as const;
  const { episodes } = composeReport(input, ledger.at(-1)!.day);
  expect(episodes.map(({ rule, since, uncounted }) => [rule, since, uncounted])).toEqual([
    ['owner-quarter', '2025-03-24', 20],
  ]);
  const before = composeReport(input, parseDay('2026-01-31')).episodes;
  expect(before.map(({ uncounted }) => uncounted)).toEqual([0]);
});
