import type { EmulatedClock } from './clock.ts';
import type { EventSource } from './event-source.ts';
import type { Queues } from './queues.ts';

/** Far more waits than redelivered messages can cause before they become dead letters. */
const MAX_WAITS = 200;

/**
 * Polls until all queues are empty. If the messages left are delayed, or invisible after a failure, sets the clock to
 * when the first of them can be received.
 *
 * @throws Error if messages cause further messages without end.
 */
export async function settleQueues(
  sources: readonly EventSource[],
  queues: Pick<Queues, 'nextAt'>,
  clock: EmulatedClock,
): Promise<void> {
  for (let waits = 0; waits <= MAX_WAITS; waits++) {
    while ((await drainAll(sources)) > 0);
    const times = sources.map(({ queue }) => queues.nextAt(queue)).filter((at) => at !== undefined);
    if (times.length === 0) return;
    clock.set(Math.max(clock.now(), Math.min(...times)));
  }
  throw new Error('the queues do not become empty');
}

async function drainAll(sources: readonly EventSource[]): Promise<number> {
  const counts = await Promise.all(sources.map(({ drain }) => drain()));
  return counts.reduce((sum, count) => sum + count, 0);
}
