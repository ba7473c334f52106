import type { EmulatedClock } from './clock.ts';
import type { EventSource } from './event-source.ts';
import type { Queues } from './queues.ts';

/** Far more waits than messages that come again and again can cause before they become dead letters. */
const MOST_WAITS = 200;

/**
 * Lets Lambda poll until its queues are empty. Where all that is left is delayed, or hidden since it failed, the
 * clock is put to when the first of it can be received.
 *
 * @throws where messages beget messages without an end.
 */
export async function settleQueues(
  sources: readonly EventSource[],
  queues: Pick<Queues, 'nextAt'>,
  clock: EmulatedClock,
): Promise<void> {
  for (let waits = 0; waits <= MOST_WAITS; waits++) {
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
