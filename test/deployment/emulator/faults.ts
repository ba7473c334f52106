import type { EmulatedDeployment } from './deployment.ts';
import type { Recorded } from './gateway.ts';

/** The kinds of writes that the named functions made, each once, as `FUNCTION: KIND`. */
export function writesOf(
  recorded: readonly Pick<Recorded, 'caller' | 'writes'>[],
  names: readonly string[],
): readonly string[] {
  const kinds = recorded
    .filter(({ caller, writes }) => writes !== undefined && names.includes(caller))
    .map(({ caller, writes }) => `${caller}: ${writes}`);
  return [...new Set(kinds)];
}

/**
 * Kills functions at their writes, once at each point: `before` a kind of write, so that it never reaches AWS, or
 * `after` it, so that AWS has it but the function does not know.
 *
 * @returns the points not reached yet.
 */
export function killAtWrites(
  { gateway, kill }: EmulatedDeployment,
  points: readonly string[],
  onKill: () => void = () => {},
): ReadonlySet<string> {
  const left = new Set(points);
  gateway.onRequest = ({ caller, writes }) => {
    const when = ['before', 'after'].find((one) => left.delete(`${one} ${caller}: ${writes}`));
    if (when === undefined) return undefined;
    kill(caller);
    onKill();
    return when === 'before' ? 'lose-request' : 'lose-answer';
  };
  return left;
}

/** Kill points of consecutive writes: before the first, and after each. */
export function pointsBetween(kinds: readonly string[]): readonly string[] {
  return [`before ${kinds[0]}`, ...kinds.map((kind) => `after ${kind}`)];
}

/** Kill points before and after each kind of write, for writes with other work in between. */
export function beforeAndAfter(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`before ${kind}`, `after ${kind}`]);
}

/** Throttles every fifth request to DynamoDB. */
export function throttle({ gateway }: EmulatedDeployment): void {
  let requests = 0;
  gateway.onRequest = ({ service }) => {
    requests += 1;
    return service === 'dynamodb' && requests % 5 === 0 ? 'throttle' : undefined;
  };
}

/** Sends every message twice, since SQS may deliver it more than once. */
export function duplicateMessages({ gateway }: EmulatedDeployment): void {
  gateway.onRequest = ({ service }) => (service === 'sqs' ? 'twice' : undefined);
}

/** Ends all faults. */
export function endFaults({ gateway }: EmulatedDeployment): void {
  gateway.onRequest = undefined;
}
