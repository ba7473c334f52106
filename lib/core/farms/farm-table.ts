import * as z from 'zod/mini';
import { type Check, faultsAmong, refuseFaults } from '../../errors.ts';
import { nonBlank, parseInput } from '../../schema.ts';
import { placeSchema } from '../geography/place.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { poolIdSchema } from '../pools/pool-id.ts';
import { isKnownPool } from '../pools/registry.ts';

const idSchema = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));
const amountSchema = z.number().check(z.positive());
const fractionSchema = z.number().check(z.positive(), z.lte(1));

const megawattsSchema = z.strictObject({ unit: z.literal('megawatts'), amount: amountSchema });
const ehsSchema = z.strictObject({ unit: z.literal('ehs'), amount: amountSchema });
/** `of` names the total that it is a share of. */
const shareSchema = z.strictObject({ unit: z.literal('share'), amount: fractionSchema, of: nonBlank });

/** Several farms are said to hold most of a share together: more than half of it, and at most all. */
const mostOfShareSchema = z.strictObject({
  unit: z.literal('most-of-share'),
  amount: fractionSchema,
  of: nonBlank,
  farms: z.int().check(z.positive()),
});

/** The page that states it, and when we read it. */
const page = { source: z.url(), readOn: utcDaySchema, note: nonBlank };

/** From the day of publication on it was public knowledge. */
const datedPage = { ...page, publishedOn: utcDaySchema };

const evidenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...datedPage,
    kind: z.literal('published'),
    /** In the target's unit. */
    amount: z.number().check(z.nonnegative()),
    /** The day that the figure refers to. */
    on: utcDaySchema,
  }),
  /** All of the farm's machines mine in this pool, so its blocks show their output. */
  z.strictObject({ ...datedPage, kind: z.literal('counted'), pool: poolIdSchema }),
]);

const targetSchema = z.strictObject({
  ...page,
  size: z.discriminatedUnion('unit', [megawattsSchema, ehsSchema, shareSchema]),
  /** The last day to reach it. */
  by: utcDaySchema,
  announcedOn: utcDaySchema,
  evidence: z.array(evidenceSchema),
});

const farmSchema = z.strictObject({
  id: idSchema,
  name: nonBlank,
  operator: z.nullable(nonBlank),
  places: z.array(placeSchema).check(z.minLength(1)),
  announced: z.strictObject({
    ...page,
    size: z.discriminatedUnion('unit', [megawattsSchema, ehsSchema, shareSchema, mostOfShareSchema]),
    on: utcDaySchema,
  }),
  targets: z.array(targetSchema),
  caveats: z.array(z.strictObject(datedPage)),
});

const tableSchema = z.strictObject({
  schema: z.literal('hashtilt/farms@1'),
  source: nonBlank,
  farms: z.array(farmSchema),
});

/** A site or company that runs machines, known by announcement. */
export type Farm = z.output<typeof farmSchema>;
/** A size that a farm is to reach by a day, and the evidence for whether it did. */
export type Target = z.output<typeof targetSchema>;
export type Evidence = z.output<typeof evidenceSchema>;
/** MW, EH/s or a share, as announced. */
export type Size = Farm['announced']['size'];

/**
 * Parses a table of announced farms.
 *
 * @throws InputError with every fault: shapes and unknown places first; then repeated ids and targets, days out of
 *   order, evidence from an unknown pool or that cannot apply to its target.
 */
export function parseFarms(value: unknown, where: string): readonly Farm[] {
  const { farms } = parseInput(tableSchema, value, where);
  const checks = farms.flatMap((farm, index) => farmChecks(farm, index, farms, `${where}: farms[${index}]`));
  refuseFaults(faultsAmong(checks));
  return farms;
}

function farmChecks(
  { id, targets }: Farm,
  index: number,
  farms: readonly Farm[],
  where: string,
): readonly Check[] {
  const first = farms.findIndex((other) => other.id === id);
  return [
    [first === index, `${where}.id`, `is also the id of farms[${first}]`],
    ...targets.flatMap((target, at) => targetChecks(target, at, targets, `${where}.targets[${at}]`)),
  ];
}

function targetChecks(
  { by, announcedOn, size, evidence }: Target,
  index: number,
  targets: readonly Target[],
  where: string,
): readonly Check[] {
  const first = targets.findIndex((other) => other.by === by);
  return [
    [announcedOn < by, `${where}.by`, `expected a day after ${announcedOn}`],
    [first === index, `${where}.by`, `is also the deadline of targets[${first}]`],
    ...evidence.flatMap((row, at) => evidenceChecks(row, size.unit, `${where}.evidence[${at}]`)),
  ];
}

function evidenceChecks(row: Evidence, unit: Target['size']['unit'], where: string): readonly Check[] {
  if (row.kind === 'counted')
    return [
      [isKnownPool(row.pool), where, `${row.pool} is not a pool in the registry`],
      [unit !== 'megawatts', where, 'blocks say nothing about megawatts'],
    ];
  const { on, publishedOn } = row;
  return [[on <= publishedOn, where, `refers to ${on}, after its publication on ${publishedOn}`]];
}
