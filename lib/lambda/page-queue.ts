import type { BeforeCommit } from '../daily/commit-day.ts';
import { sqsSender } from './sqs-queue.ts';

/** Asks for the page to be published. What it then shows is what the store then holds. */
export type AskForPage = (delaySeconds?: number) => Promise<void>;

/** @param queue the address of the publisher's queue. */
export function pageAsker(queue: string): AskForPage {
  const { send } = sqsSender({});
  return (delaySeconds) => send(queue, { publish: 'page' }, delaySeconds);
}

/**
 * Does something that may commit what the page shows and, where it did, asks for the page. It also asks before the
 * commit: a repeat of a run that ended right after it finds nothing new.
 *
 * @param seconds longer than the run may take.
 * @param first what else is done before a commit.
 */
export async function runAndPublish<T>(
  ask: AskForPage,
  seconds: number,
  first: BeforeCommit,
  run: (beforeCommit: BeforeCommit) => Promise<T>,
): Promise<T> {
  let commits = false;
  const done = await run(async () => {
    await first();
    await ask(seconds);
    commits = true;
  });
  if (commits) await ask();
  return done;
}
