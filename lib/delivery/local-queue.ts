import type { DeadLetter, Task } from './task.ts';

/** Batches of a service that may queue up; adding more blocks, so memory does not grow with the number of chats. */
const WAITING_BATCHES = 4;
/** Concurrent batches of a service: one may wait long for a single answer while the others proceed. */
const CONCURRENT_BATCHES = 6;
const TRIES = 3;
const RETRY_SECONDS = 2;

export type LocalQueueOptions = {
  readonly work: (task: Task) => Promise<void>;
  readonly deadLetter: (what: DeadLetter) => void;
  /** Tasks with longer delays are dropped: a later run finds their work in the store. */
  readonly longestDelaySeconds: number;
  readonly sleep: (ms: number) => Promise<unknown>;
};

type Waiting = { readonly task: Task; readonly tries: number };

/** Creates a queue within this process. Its tasks end with the process; the work itself is in the store. */
export function createLocalQueue({ work, deadLetter, longestDelaySeconds, sleep }: LocalQueueOptions) {
  const lanes = new Map<string, Lane>();
  let idle = Promise.withResolvers<void>();
  let [outstanding, failure] = [0, undefined as unknown];

  const laneOf = ({ kind, vendor }: Task) => {
    const name = `${kind} ${vendor}`;
    const lane = lanes.get(name) ?? createLane(kind === 'batch' ? CONCURRENT_BATCHES : 1, run);
    lanes.set(name, lane);
    return lane;
  };
  const settle = () => {
    outstanding -= 1;
    if (outstanding > 0) return;
    idle.resolve();
    // Later tasks get a new promise.
    idle = Promise.withResolvers();
  };
  const later = (waiting: Waiting, seconds: number) => {
    void sleep(1000 * seconds).then(() => laneOf(waiting.task).push(waiting));
  };
  async function run({ task, tries }: Waiting): Promise<void> {
    try {
      await work(task);
      settle();
    } catch (error) {
      if (tries < TRIES) return later({ task, tries: tries + 1 }, RETRY_SECONDS);
      failure ??= error;
      settle();
    }
  }
  return {
    async add(task: Task, delaySeconds = 0) {
      if (delaySeconds > longestDelaySeconds) return;
      outstanding += 1;
      const lane = laneOf(task);
      if (delaySeconds > 0) return later({ task, tries: 1 }, delaySeconds);
      if (task.kind === 'batch') await lane.room();
      lane.push({ task, tries: 1 });
    },
    async deadLetter(what: DeadLetter) {
      deadLetter(what);
    },
    /** Resolves when no task is left. @throws the first error of a task whose retries all failed. */
    async done() {
      if (outstanding > 0) await idle.promise;
      if (failure !== undefined) throw failure;
    },
  };
}

type Lane = { readonly push: (waiting: Waiting) => void; readonly room: () => Promise<void> };

/** Runs tasks of one kind in order, up to `width` at a time. */
function createLane(width: number, run: (waiting: Waiting) => Promise<void>): Lane {
  const waiting: Waiting[] = [];
  const blocked: (() => void)[] = [];
  let running = 0;
  const next = () => {
    while (running < width && waiting.length > 0) {
      running += 1;
      run(waiting.shift()!).finally(() => {
        running -= 1;
        next();
      });
    }
    while (blocked.length > 0 && waiting.length < WAITING_BATCHES) blocked.shift()!();
  };
  return {
    push(one) {
      waiting.push(one);
      next();
    },
    room: () =>
      waiting.length < WAITING_BATCHES ? Promise.resolve() : new Promise((resolve) => blocked.push(resolve)),
  };
}
