import * as z from 'zod/mini';
import { lensSchema } from '../lenses/lens.ts';
import { parseInput } from '../schema.ts';

/** `info` is no severity of a rule: it marks messages that tell no breach. */
export const SEVERITIES = ['notice', 'warning', 'critical', 'emergency'] as const;

export type RuleSeverity = (typeof SEVERITIES)[number];

export const BOUNDS = ['above', 'below', 'atLeast', 'atMost'] as const;

export type BoundKind = (typeof BOUNDS)[number];

/** What a value is compared with: `text` is how the rule wrote it ("1/3"), `value` what it comes to. */
export type Bound = { readonly kind: BoundKind; readonly value: number; readonly text: string };

export const measureSchema = z.enum(['share', 'unknown', 'top-2', 'change', 'hhi', 'nakamoto']);

export type Measure = z.output<typeof measureSchema>;

const FRACTION = /^(\d{1,9})\/([1-9]\d{0,8})$/;

const boundSchema = z.union([
  z.number(),
  z.string().check(z.regex(FRACTION, 'expected a number or a fraction such as "1/3"')),
]);

const wholeFrom = (least: number) => z.int().check(z.minimum(least), z.maximum(365));

const probabilitySchema = z.number().check(z.minimum(0), z.maximum(1));

const idSchema = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens'));

const ruleFields = {
  id: idSchema,
  ladder: z.optional(idSchema),
  lens: lensSchema,
  subject: z.string().check(z.minLength(1)),
  measure: measureSchema,
  window: z.literal([1, 7, 30, 90]),
  above: z.optional(boundSchema),
  below: z.optional(boundSchema),
  atLeast: z.optional(boundSchema),
  atMost: z.optional(boundSchema),
  confidence: z.optional(probabilitySchema),
  clearAt: z.optional(probabilitySchema),
  forDays: z.optional(wholeFrom(1)),
  mOfN: z.optional(z.tuple([wholeFrom(1), wholeFrom(1)])),
  keepFiringDays: z.optional(wholeFrom(0)),
  severity: z.enum(SEVERITIES),
};

type WrittenRule = z.output<z.ZodMiniObject<typeof ruleFields>>;

type RuleFault = { readonly path: readonly string[]; readonly message: string };

const fieldsSchema = z.record(z.string(), z.unknown());

// Fields and rules are checked together even where some are wrong by themselves, so that one run shows
// every fault.
const ruleSchema = z.strictObject(ruleFields).check(
  z.check(
    ({ value, issues }) => {
      for (const { path, message } of ruleFaults(soundFields(value), givenBounds(value))) {
        issues.push({ code: 'custom', input: value, path: [...path], message });
      }
    },
    { when: ({ value }) => z.safeParse(fieldsSchema, value).success },
  ),
);

const rulesSchema = z.array(ruleSchema).check(
  z.check<readonly unknown[]>(
    ({ value, issues }) => {
      for (const { index, key, message } of ladderFaults(value.map(soundFields))) {
        issues.push({ code: 'custom', input: value, path: [index, key], message });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  ),
);

/** The fields of a rule that are right by themselves; none where it is no rule at all. */
function soundFields(value: unknown): Partial<WrittenRule> {
  const fields = z.safeParse(fieldsSchema, value).data ?? {};
  return Object.fromEntries(
    Object.entries(ruleFields).flatMap(([key, schema]) =>
      z.safeParse(schema, fields[key]).success ? [[key, fields[key]]] : [],
    ),
  );
}

/** The bounds that a rule names, right or wrong. */
function givenBounds(value: unknown): readonly BoundKind[] {
  const fields = z.safeParse(fieldsSchema, value).data ?? {};
  return BOUNDS.filter((name) => fields[name] !== undefined);
}

/** A rule as it is written in a rules file; see `parseRules`. */
export type RuleInput = z.input<typeof ruleSchema>;

/** A rule ready to be evaluated: every default filled in. */
export type Rule = {
  readonly id: string;
  /** Rules of one ladder are rungs of one episode; a rule that names none is a ladder of its own. */
  readonly ladder: string;
  readonly lens: WrittenRule['lens'];
  /** A subject's key, or `*`: every subject of the lens (the whole, for measures of the whole). */
  readonly subject: string;
  readonly measure: Measure;
  readonly window: number;
  readonly bound: Bound;
  /** Breach from this probability on; null for `nakamoto`, which has none. */
  readonly confidence: number | null;
  /** Clear up to this probability; null for `nakamoto`. */
  readonly clearAt: number | null;
  /** Fires after `m` breaches within `n` closed days; `forDays: d` is d of d in a row. */
  readonly forDays: { readonly m: number; readonly n: number };
  readonly keepFiringDays: number;
  readonly severity: RuleSeverity;
};

/**
 * Parses the rules of a rules file (a JSON array).
 *
 * Without `confidence` 0.95 is taken, without `clearAt` 0.5, without `forDays` 1, without `keepFiringDays` 0.
 *
 * @param where the file's name, for errors.
 * @throws InputError with every fault of every rule, each with its path: unknown keys, impossible values,
 * no bound or several, ids that repeat, rungs of one ladder that do not belong together.
 */
export function parseRules(value: unknown, where: string): readonly Rule[] {
  return parseInput(rulesSchema, value, where).map(toRule);
}

function toRule(written: WrittenRule): Rule {
  const hasProbability = written.measure !== 'nakamoto';
  const forDays = written.forDays ?? 1;
  const [m, n] = written.mOfN ?? [forDays, forDays];
  return {
    id: written.id,
    ladder: written.ladder ?? written.id,
    lens: written.lens,
    subject: written.subject,
    measure: written.measure,
    window: written.window,
    bound: boundOf(written)!,
    confidence: hasProbability ? (written.confidence ?? 0.95) : null,
    clearAt: hasProbability ? (written.clearAt ?? 0.5) : null,
    forDays: { m, n },
    keepFiringDays: written.keepFiringDays ?? 0,
    severity: written.severity,
  };
}

function boundOf(written: Partial<WrittenRule>): Bound | undefined {
  const kind = BOUNDS.find((name) => written[name] !== undefined);
  if (kind === undefined) return undefined;
  const bound = written[kind]!;
  return { kind, text: String(bound), value: typeof bound === 'number' ? bound : fractionValue(bound) };
}

function fractionValue(text: string): number {
  const [, numerator, denominator] = FRACTION.exec(text)!;
  return Number(numerator) / Number(denominator);
}

const RANGES: Readonly<Record<Measure, readonly [low: number, high: number]>> = {
  share: [0, 1],
  unknown: [0, 1],
  'top-2': [0, 1],
  change: [-1, 1],
  hhi: [0, 10_000],
  nakamoto: [1, 1_000],
};

function ruleFaults(written: Partial<WrittenRule>, given: readonly BoundKind[]): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (given.length !== 1) {
    faults.push({
      path: [given[1] ?? 'above'],
      message: `expected exactly one of ${BOUNDS.join(', ')}, found ${given.length}`,
    });
  }
  const bound = boundOf(written);
  const { measure } = written;
  const [low, high] = measure === undefined ? [-Infinity, Infinity] : RANGES[measure];
  if (bound !== undefined && (bound.value < low || bound.value > high)) {
    faults.push({ path: [bound.kind], message: `expected ${low} to ${high} for measure ${measure}` });
  }
  if (measure === 'nakamoto') {
    for (const key of ['confidence', 'clearAt'] as const) {
      if (written[key] !== undefined)
        faults.push({ path: [key], message: 'measure nakamoto has no probability' });
    }
  }
  if ((written.clearAt ?? 0.5) >= (written.confidence ?? 0.95)) {
    faults.push({ path: ['clearAt'], message: 'expected less than confidence' });
  }
  if (written.mOfN !== undefined && written.forDays !== undefined) {
    faults.push({ path: ['mOfN'], message: 'expected either forDays or mOfN' });
  }
  if (written.mOfN !== undefined && written.mOfN[0] > written.mOfN[1]) {
    faults.push({ path: ['mOfN'], message: 'expected [m, n] with m at most n' });
  }
  if ((written.subject ?? '*') !== '*' && measure !== undefined && measuresWhole(measure)) {
    faults.push({ path: ['subject'], message: `expected "*" for measure ${measure}` });
  }
  return faults;
}

/** Whether a measure speaks of the whole lens and not of one subject. */
export function measuresWhole(measure: Measure): boolean {
  return measure !== 'share' && measure !== 'change';
}

function ladderFaults(rules: readonly Partial<WrittenRule>[]) {
  const faults: { index: number; key: string; message: string }[] = [];
  const ids = new Set<string>();
  const rungs = new Map<string, Partial<WrittenRule>[]>();
  rules.forEach((rule, index) => {
    const { id, ladder = id } = rule;
    if (id === undefined || ladder === undefined) return;
    if (ids.has(id)) faults.push({ index, key: 'id', message: `"${id}" stands twice` });
    ids.add(id);
    const others = rungs.get(ladder) ?? [];
    rungs.set(ladder, [...others, rule]);
    const first = others[0];
    if (first === undefined) return;
    for (const key of ['lens', 'subject', 'measure', 'window'] as const) {
      const [found, expected] = [rule[key], first[key]];
      if (found !== undefined && expected !== undefined && found !== expected) {
        faults.push({
          index,
          key,
          message: `expected ${expected}, as for "${first.id}" of the same ladder`,
        });
      }
    }
    const bound = boundOf(rule);
    const firstBound = boundOf(first);
    if (bound !== undefined && firstBound !== undefined && isUpper(bound) !== isUpper(firstBound)) {
      faults.push({
        index,
        key: bound.kind,
        message: `expected a bound like that of "${first.id}" of the same ladder`,
      });
    }
    if (bound !== undefined && others.some((other) => boundOf(other)?.value === bound.value)) {
      faults.push({
        index,
        key: bound.kind,
        message: 'expected a bound that no other rung of the ladder has',
      });
    }
  });
  return faults;
}

/** Whether a bound is crossed upwards. */
export function isUpper({ kind }: Bound): boolean {
  return kind === 'above' || kind === 'atLeast';
}
