import { describe, expect, it } from 'vitest';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseRules } from '../../../lib/core/rules/parse-rules.ts';
import type { RuleSeverity } from '../../../lib/core/rules/rule.ts';
import { replayRules } from '../../../lib/core/warnings/history.ts';
import { generatedLedger } from './generated-ledger.ts';

const POOLS = { lens: 'pool', subject: '*', measure: 'share', severity: 'warning' };

function transitionsOf(rules: readonly object[], ledger = generatedLedger([])) {
  return replayRules(ledger, parseRules(rules, 'rules.json'), 'now').transitions;
}

describe('the recorded days', () => {
  const ledger = shippedLedger();

  it('contain three episodes of a pool above a third over 7 days, all by Foundry USA', () => {
    const third = { ...POOLS, id: 'pool-third', window: 7, above: '1/3', confidence: 0.95, clearAt: 0.5 };
    const found = transitionsOf([third], ledger);
    expect(found.map(({ day, kind, subject }) => [day, kind, subject])).toEqual([
      ['2023-02-17', 'fired', 'foundryusa'],
      ['2023-02-21', 'resolved', 'foundryusa'],
      ['2023-03-12', 'fired', 'foundryusa'],
      ['2023-03-17', 'resolved', 'foundryusa'],
      ['2024-12-30', 'fired', 'foundryusa'],
      ['2025-01-16', 'resolved', 'foundryusa'],
    ]);
    const fired = found.filter(({ kind }) => kind === 'fired');
    expect(fired.map(({ blocks, total }) => [blocks, total])).toEqual([
      [403, 1127],
      [368, 1027],
      [371, 1032],
    ]);
  });

  it('show no pool above 40% over 7 days, nor above half in one day', () => {
    const rules = [
      { ...POOLS, id: 'week', window: 7, above: 0.4 },
      { ...POOLS, id: 'day', window: 1, above: 0.5 },
    ];
    expect(transitionsOf(rules, ledger)).toEqual([]);
  });

  it('show one above 35%, over 7 days and in one day', () => {
    const rules = [
      { ...POOLS, id: 'week', window: 7, above: 0.35 },
      { ...POOLS, id: 'day', window: 1, above: 0.35 },
    ];
    expect(new Set(transitionsOf(rules, ledger).map(({ rule }) => rule))).toEqual(new Set(['week', 'day']));
  });
});

describe('an episode', () => {
  const severities: readonly RuleSeverity[] = ['notice', 'critical', 'warning'];
  const ladder = [0.3, 0.5, 0.7].map((above, rung) => ({
    ...POOLS,
    id: `rung-${rung}`,
    ladder: 'day',
    window: 1,
    above,
    severity: severities[rung]!,
  }));
  const holding = (blocks: number) => ({ antpool: blocks, viabtc: 144 - blocks });
  const movesOf = (days: Parameters<typeof generatedLedger>[0]) =>
    transitionsOf(ladder, generatedLedger(days))
      .filter(({ subject }) => subject === 'antpool')
      .map(({ day, kind, rule, severity, since }) => [day.slice(8), kind, rule, severity, since.slice(8)]);

  it('covers all rungs: fired, escalated, eased and resolved, with the more severe of the two rungs', () => {
    expect(movesOf([holding(10), holding(60), holding(140), holding(90), holding(60), holding(10)])).toEqual([
      ['02', 'fired', 'rung-0', 'notice', '02'],
      ['03', 'escalated', 'rung-2', 'warning', '02'],
      ['04', 'eased', 'rung-1', 'critical', '02'],
      ['05', 'eased', 'rung-0', 'critical', '02'],
      ['06', 'resolved', 'rung-0', 'notice', '02'],
    ]);
  });

  it('that leaves a more severe rung for a higher one keeps the more severe one', () => {
    expect(movesOf([holding(90), holding(140)])).toEqual([
      ['01', 'fired', 'rung-1', 'critical', '01'],
      ['02', 'escalated', 'rung-2', 'critical', '01'],
    ]);
  });

  it('fires at the highest rung at once, and resolves from it', () => {
    expect(movesOf([holding(140), holding(10)])).toEqual([
      ['01', 'fired', 'rung-2', 'warning', '01'],
      ['02', 'resolved', 'rung-2', 'warning', '01'],
    ]);
  });

  it('resolves if its subject no longer mines a block', () => {
    expect(movesOf([holding(60), { viabtc: 144 }])).toEqual([
      ['01', 'fired', 'rung-0', 'notice', '01'],
      ['02', 'resolved', 'rung-0', 'notice', '01'],
    ]);
  });

  it('continues over days that are missing or reopened', () => {
    expect(movesOf([holding(60), 'missing', 'reopened', holding(60), holding(10)])).toEqual([
      ['01', 'fired', 'rung-0', 'notice', '01'],
      ['05', 'resolved', 'rung-0', 'notice', '01'],
    ]);
  });

  it('that recurs is a new one', () => {
    expect(
      movesOf([holding(60), holding(10), holding(60)]).map(([, kind, , , since]) => [kind, since]),
    ).toEqual([
      ['fired', '01'],
      ['resolved', '01'],
      ['fired', '03'],
    ]);
  });
});
