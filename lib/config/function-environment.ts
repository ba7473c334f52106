import * as z from 'zod/mini';
import { faultsOf, refuseFaults } from '../errors.ts';
import { parseInput } from '../schema.ts';
import { type Bots, ENV, parseEnvironment } from './environment.ts';
import { queueVariable } from './functions.ts';
import { type SourceSetting, sourcesSchema } from './sources.ts';

/** The names of the variables that deployed functions read. */
export const FUNCTION_ENV = {
  table: ENV.table,
  sources: ENV.sources,
  mempoolPace: ENV.mempoolPace,
  reportUrl: ENV.reportUrl,
  siteUrl: ENV.siteUrl,
  /** The bucket of the public page. */
  siteBucket: 'HASHTILT_SITE_BUCKET',
  /** The path of the SSM parameters that hold this deployment's secrets. */
  secrets: 'HASHTILT_SECRETS',
} as const;

const schema = z.object({
  [FUNCTION_ENV.table]: z.string().check(z.minLength(3)),
  [FUNCTION_ENV.secrets]: z.string().check(z.regex(/^(\/[\w.-]+)+$/, 'expected a path of SSM parameters')),
  [FUNCTION_ENV.sources]: sourcesSchema,
  // Amazon S3 user guide, "Bucket naming rules".
  [FUNCTION_ENV.siteBucket]: z
    .string()
    .check(z.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected a bucket')),
});

/** Part of every fault: a function's variables are not to be edited in the console. */
const WHERE = 'set by the stack from .env: fix it there, then npm run deploy';

export type FunctionSettings<Queue extends string = never> = {
  readonly table: string;
  readonly secrets: string;
  readonly sources: readonly SourceSetting[];
  readonly mempoolPaceMs: number;
  readonly reportUrl: string | null;
  readonly siteUrl: string | null;
  readonly siteBucket: string;
  /** The operator's chats and API servers, without tokens. */
  readonly bots: Bots;
  /** The addresses of the queues that the function sends to. */
  readonly queues: Readonly<Record<Queue, string>>;
};

/**
 * Parses a deployed function's settings. They are the same for all functions, except the queues they send to.
 *
 * @throws InputError with every fault, naming the variable and where it is set, never its value.
 */
export function parseFunctionEnvironment<Queue extends string = never>(
  environment: Readonly<Record<string, string | undefined>>,
  sendsTo: readonly Queue[] = [],
): FunctionSettings<Queue> {
  const where = `environment (${WHERE})`;
  const own = () => parseInput(schema, environment, where);
  const common = () => parseEnvironment(environment, where);
  const queues = () => parseInput(queueSchema(sendsTo), environment, where);
  refuseFaults(
    [...faultsOf(own), ...faultsOf(common), ...faultsOf(queues)].filter(
      (fault, index, all) => all.findIndex((other) => other.where === fault.where) === index,
    ),
  );
  const { [FUNCTION_ENV.table]: table, [FUNCTION_ENV.secrets]: secrets, ...parsed } = own();
  const { sources, mempoolPaceMs, reportUrl, siteUrl, bots } = common();
  const addresses = queues();
  return {
    ...{ table, secrets, sources, mempoolPaceMs, reportUrl, siteUrl, bots },
    siteBucket: parsed[FUNCTION_ENV.siteBucket],
    queues: Object.fromEntries(sendsTo.map((name) => [name, addresses[queueVariable(name)]!])) as Record<
      Queue,
      string
    >,
  };
}

function queueSchema(names: readonly string[]) {
  const address = z.url({ protocol: /^https?$/, error: 'expected the address of a queue' });
  return z.object(Object.fromEntries(names.map((name) => [queueVariable(name), address])));
}
