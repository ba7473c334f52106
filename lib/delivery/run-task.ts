import { assertNever } from '../errors.ts';
import { deliverBatch } from './deliver-batch.ts';
import type { DeliveryDeps, OnAttempt } from './delivery-deps.ts';
import { expandShard } from './expand-shard.ts';
import type { Task } from './task.ts';

/** Runs one queued task, whichever queue it came from. Idempotent. */
export function runTask(deps: DeliveryDeps, task: Task, onAttempt?: OnAttempt): Promise<void> {
  switch (task.kind) {
    case 'shard':
      return expandShard(deps, task);
    case 'batch':
      return deliverBatch(deps, task, onAttempt);
    default:
      return assertNever(task);
  }
}
