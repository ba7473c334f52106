import type { BeforeCommit } from '../daily/commit-day.ts';
import { sqsSender } from './sqs-queue.ts';

/** Requests that the page be published, from what the store then contains. */
export type RequestPage = (delaySeconds?: number) => Promise<void>;

/** @param queue the URL of the publisher's queue. */
export function pageRequester(queue: string): RequestPage {
  const { send } = sqsSender({});
  return (delaySeconds) => send(queue, { publish: 'page' }, delaySeconds);
}

/**
 * Runs something that may commit what the page shows and, if it did, requests the page. It also requests it before the
 * commit, delayed: if a run is killed right after its commit, its repeat finds nothing new.
 *
 * @param seconds longer than the run may take.
 * @param first called before the commit as well.
 */
export async function runAndPublish<T>(
  requestPage: RequestPage,
  seconds: number,
  first: BeforeCommit,
  run: (beforeCommit: BeforeCommit) => Promise<T>,
): Promise<T> {
  let hasCommitted = false;
  const done = await run(async () => {
    await first();
    await requestPage(seconds);
    hasCommitted = true;
  });
  if (hasCommitted) await requestPage();
  return done;
}
