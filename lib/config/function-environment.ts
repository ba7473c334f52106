import * as z from 'zod/mini';
import { faultsOf, refuseFaults } from '../errors.ts';
import { parseInput } from '../schema.ts';
import { ENV, parseEnvironment } from './environment.ts';
import { queueVariable } from './functions.ts';
import { sourcesSchema } from './sources.ts';

/** The names of the variables that deployed functions read. */
export const FUNCTION_ENV = {
  table: ENV.table,
  sources: ENV.sources,
  mempoolPace: ENV.mempoolPace,
  reportUrl: ENV.reportUrl,
  siteUrl: ENV.siteUrl,
  siteBucket: 'HASHTILT_SITE_BUCKET',
  /** The path of the SSM parameters that hold this deployment's secrets. */
  secrets: 'HASHTILT_SECRETS',
} as const;

const required = {
  [FUNCTION_ENV.table]: z.string().check(z.minLength(3)),
  [FUNCTION_ENV.secrets]: z.string().check(z.regex(/^(\/[\w.-]+)+$/, 'expected a path of SSM parameters')),
  [FUNCTION_ENV.sources]: sourcesSchema,
  // Amazon S3 user guide, "Bucket naming rules".
  [FUNCTION_ENV.siteBucket]: z
    .string()
    .check(z.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected a bucket')),
};
const queueAddress = z.url({ protocol: /^https?$/, error: 'expected the address of a queue' });

/** Part of every fault: a function's variables are not to be edited in the console. */
const WHERE = 'set by the stack from .env: fix it there, then npm run deploy';

export type FunctionSettings<Queue extends string = never> = Readonly<
  ReturnType<typeof parseFunctionEnvironment<Queue>>
>;

/**
 * Parses a deployed function's settings. They are the same for all functions, except the queues they send to.
 *
 * @throws InputError with every fault, naming the variable and where it is set, never its value.
 */
export function parseFunctionEnvironment<Queue extends string = never>(
  environment: Readonly<Record<string, string | undefined>>,
  sendsTo: readonly Queue[] = [],
) {
  const where = `environment (${WHERE})`;
  const queues = Object.fromEntries(sendsTo.map((name) => [queueVariable(name), queueAddress]));
  const own = () => parseInput(z.object({ ...queues, ...required }), environment, where);
  const common = () => parseEnvironment(environment, where);
  const faults = [...faultsOf(own), ...faultsOf(common)];
  refuseFaults(faults.filter((one, at) => faults.findIndex(({ where }) => where === one.where) === at));
  const parsed = own();
  // The bots are the operator's chats and API servers, without tokens.
  const { sources, mempoolPaceMs, reportUrl, siteUrl, bots } = common();
  const addresses = sendsTo.map((name) => [name, environment[queueVariable(name)]]);
  return {
    ...{ sources, mempoolPaceMs, reportUrl, siteUrl, bots },
    table: parsed[FUNCTION_ENV.table],
    secrets: parsed[FUNCTION_ENV.secrets],
    siteBucket: parsed[FUNCTION_ENV.siteBucket],
    /** The addresses of the queues that the function sends to. */
    queues: Object.fromEntries(addresses) as Readonly<Record<Queue, string>>,
  };
}
