import type { EmulatedDeployment } from './deployment.ts';

/** The kinds of writes that some functions have made so far, each once: the function, and what it writes. */
export function writesOf({ gateway }: EmulatedDeployment, names: readonly string[]): readonly string[] {
  const kinds = gateway.recorded
    .filter(({ caller, writes }) => writes !== undefined && names.includes(caller))
    .map(({ caller, writes }) => `${caller}: ${writes}`);
  return [...new Set(kinds)];
}

/**
 * Ends functions at their writes, each of these points once: `before` a kind of write, so that nothing of it
 * reaches AWS, or `after` it, so that AWS has it and the function does not know.
 *
 * @returns the points that have not come yet.
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

/** Both points of each kind of write. */
export function bothWays(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`before ${kind}`, `after ${kind}`]);
}

/** Refuses every third request to DynamoDB, as a table does that is asked too much. */
export function throttle({ gateway }: EmulatedDeployment): void {
  let requests = 0;
  gateway.onRequest = ({ service }) => {
    requests += 1;
    return service === 'dynamodb' && requests % 3 === 0 ? 'throttle' : undefined;
  };
}

/** Puts every message into its queue twice, since SQS may give each more than once. */
export function doubleMessages({ gateway }: EmulatedDeployment): void {
  gateway.onRequest = ({ service }) => (service === 'sqs' ? 'twice' : undefined);
}

/** Lets everything pass again. */
export function calm({ gateway }: EmulatedDeployment): void {
  gateway.onRequest = undefined;
}
