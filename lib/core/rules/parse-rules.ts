import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';
import { BOUNDS, type Bound, hasProbability, type Rule } from './rule.ts';
import { type Given, ladderFaults, ruleFaults } from './rule-faults.ts';
import { boundOf, RULE_DEFAULTS, ruleFields, type WrittenRule } from './written-rule.ts';

const fieldsSchema = z.record(z.string(), z.unknown());

// Fields and rules are checked together even if some fields are invalid, so that one run shows every fault.
export const ruleSchema = z.strictObject(ruleFields).check(
  z.check(
    ({ value, issues }) => {
      for (const { where: key, what: message } of ruleFaults(validFields(value), givenBy(value))) {
        issues.push({ code: 'custom', input: value, path: [key], message });
      }
    },
    { when: ({ value }) => z.safeParse(fieldsSchema, value).success },
  ),
);

const rulesSchema = z.array(ruleSchema).check(
  z.check<readonly unknown[]>(
    ({ value, issues }) => {
      for (const { index, where: key, what: message } of ladderFaults(value.map(validFields))) {
        issues.push({ code: 'custom', input: value, path: [index, key], message });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  ),
);

/** The fields of a rule that are valid by themselves; empty if it is not a rule at all. */
function validFields(value: unknown): Partial<WrittenRule> {
  const fields = z.safeParse(fieldsSchema, value).data ?? {};
  return Object.fromEntries(
    Object.entries(ruleFields).flatMap(([key, schema]) =>
      z.safeParse(schema, fields[key]).success ? [[key, fields[key]]] : [],
    ),
  );
}

function givenBy(value: unknown): Given {
  const fields = z.safeParse(fieldsSchema, value).data ?? {};
  return {
    bounds: BOUNDS.filter((name) => fields[name] !== undefined),
    window: fields.window !== undefined,
  };
}

/** A rule as written in a rules file; see `parseRules`. */
export type RuleInput = z.input<typeof ruleSchema>;

/**
 * Parses a rules file, a JSON array; `where` is its name. Defaults: `confidence` 0.95, `clearAt` 0.05, `forDays` 1,
 * `keepFiringDays` 0. A rule with measure `farm-target` becomes two rungs, `due` and `missed`.
 *
 * @throws InputError with every fault and its path: unknown keys, impossible values, no bound or several, repeated ids,
 *   rungs of one ladder that do not fit together.
 */
export function parseRules(value: unknown, where: string): readonly Rule[] {
  return parseInput(rulesSchema, value, where).flatMap((written) =>
    written.measure === 'farm-target'
      ? FARM_TARGET.map((bound) => toRule(written, bound, 1))
      : [toRule(written, boundOf(written)!, written.window!)],
  );
}

/** States of a farm's target, as bounds that order the rungs. */
const FARM_TARGET: readonly Bound[] = [
  { kind: 'atLeast', value: 1, text: 'due' },
  { kind: 'atLeast', value: 2, text: 'missed' },
];

function toRule(written: WrittenRule, bound: Bound, window: number): Rule {
  const isProbable = hasProbability(written.measure);
  const forDays = written.forDays ?? 1;
  const [m, n] = written.mOfN ?? [forDays, forDays];
  return {
    id: written.id,
    ladder: written.ladder ?? written.id,
    lens: written.lens,
    subject: written.subject,
    measure: written.measure,
    window,
    bound,
    confidence: isProbable ? (written.confidence ?? RULE_DEFAULTS.confidence) : null,
    clearAt: isProbable ? (written.clearAt ?? RULE_DEFAULTS.clearAt) : null,
    forDays: { m, n },
    keepFiringDays: written.keepFiringDays ?? 0,
    severity: written.severity,
  };
}
