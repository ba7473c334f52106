import type { EmulatedDeployment } from './deployment.ts';

const WRITES = /^(Put|Update|Delete|BatchWrite)Item$/;

/** Ends a function's process at its write number `nth` from now on: DynamoDB has it, the function does not know. */
export function killAtWrite({ gateway, kill }: EmulatedDeployment, name: string, nth: number): void {
  let writes = 0;
  gateway.onRequest = ({ caller, operation }) => {
    if (caller !== name || !WRITES.test(operation)) return undefined;
    writes += 1;
    if (writes !== nth) return undefined;
    kill(name);
    return 'lose-answer';
  };
}

/** Refuses every third request to DynamoDB, as a table does that is asked too much. */
export function throttle({ gateway }: EmulatedDeployment): void {
  let requests = 0;
  gateway.onRequest = ({ service }) => {
    requests += 1;
    return service === 'dynamodb' && requests % 3 === 0 ? 'throttle' : undefined;
  };
}

/** Lets everything pass again. */
export function calm({ gateway }: EmulatedDeployment): void {
  gateway.onRequest = undefined;
}
