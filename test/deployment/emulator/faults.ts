import type { EmulatedDeployment } from './deployment.ts';
import type { Recorded } from './gateway.ts';

/** The kinds of writes that some functions made, each once: the function, and what it wrote. */
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

/** Points between writes that come one right after another: before the first, and after each. */
export function between(kinds: readonly string[]): readonly string[] {
  return [`before ${kinds[0]}`, ...kinds.map((kind) => `after ${kind}`)];
}

/** Both points of each kind of write, where something else is done between the writes. */
export function bothWays(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`before ${kind}`, `after ${kind}`]);
}

/** Refuses every fifth request to DynamoDB, as a table does that is asked too much. */
export function throttle({ gateway }: EmulatedDeployment): void {
  let requests = 0;
  gateway.onRequest = ({ service }) => {
    requests += 1;
    return service === 'dynamodb' && requests % 5 === 0 ? 'throttle' : undefined;
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
