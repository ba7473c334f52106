import { parseRules, type RuleInput } from '../core/rules/parse-rules.ts';
import type { Rule } from '../core/rules/rule.ts';

const share = { subject: '*', measure: 'share' } as const;
const weekly = { ...share, window: 7 } as const;

const sevenDays = (lens: 'owner' | 'template'): readonly RuleInput[] => {
  const common = { ladder: `${lens}-7d`, lens, ...weekly } as const;
  return [
    // Selfish mining pays with half the network relaying for the miner (Eyal and Sirer 2014).
    { id: `${lens}-quarter`, ...common, above: '1/4', severity: 'notice' },
    // ... and with nobody relaying.
    { id: `${lens}-third`, ...common, above: '1/3', severity: 'warning' },
    // About one attempt in two overtakes six confirmations.
    { id: `${lens}-two-fifths`, ...common, above: 0.4, severity: 'critical' },
    { id: `${lens}-half`, ...common, above: 0.5, severity: 'emergency' },
    { id: `${lens}-half-1d`, lens, ...share, window: 1, above: 0.5, severity: 'critical' },
  ];
};

const operatorCountry = { ladder: 'operator-country-7d', lens: 'operator-country', ...weekly } as const;

// A model is rarely sure: at the usual `clearAt`, what it fired would clear only when the next figures are published,
// and such a basis change is sent to nobody.
const modelled = { ...operatorCountry, clearAt: 0.5 } as const;
const country = { ...modelled, ladder: 'country-7d', lens: 'country' } as const;
const region = { ...modelled, ladder: 'region-7d', lens: 'region' } as const;

/** The rules in force without a rules file, in the format of one. */
export const DEFAULT_RULES: readonly RuleInput[] = [
  ...sevenDays('owner'),
  ...sevenDays('template'),
  { id: 'operator-country-half', ...operatorCountry, above: 0.5, severity: 'warning' },
  // The level at which China was reported at the end of 2019.
  { id: 'operator-country-65', ...operatorCountry, above: 0.65, severity: 'critical' },
  { id: 'country-half', ...country, above: 0.5, severity: 'warning' },
  { id: 'country-65', ...country, above: 0.65, severity: 'critical' },
  { id: 'region-third', ...region, above: '1/3', severity: 'notice' },
  { id: 'region-half', ...region, above: 0.5, severity: 'warning' },
  { id: 'farm-target', lens: 'farm', subject: '*', measure: 'farm-target', severity: 'notice' },
  // The digest says how many owners it takes for more than half: two, if this fires.
  { id: 'two-owners-half', lens: 'owner', ...weekly, measure: 'top-2', above: 0.5, severity: 'warning' },
  { id: 'unknown-tenth', lens: 'owner', ...weekly, measure: 'unknown', above: 0.1, severity: 'notice' },
];

/** The default rules, parsed. */
export function defaultRules(): readonly Rule[] {
  return parseRules(DEFAULT_RULES, 'default rules');
}
