/** A long-running part of the station, such as a bot or a repeated job. */
export type Part = {
  readonly name: string;
  /** Runs until aborted, then finishes its work in progress; ends earlier only by failing. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** A job that is run again and again; harmless to repeat. */
export type Job = {
  readonly name: string;
  readonly everySeconds: number;
  /** Resolves to `again` if there is more to do at once. */
  readonly run: () => Promise<unknown>;
};

export type StationWorld = {
  /** Unix seconds. */
  readonly now: () => number;
  /** Resolves early, without an error, when aborted. */
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<void>;
  readonly log: (line: string) => void;
};

/** Backoff before a failed part is restarted: doubled each time, from the first to the longest. */
const FIRST_PAUSE_SECONDS = 1;
const MAX_PAUSE_SECONDS = 300;

/** A part that has run this long counts as healthy: its next failure starts the backoff over. */
const HEALTHY_SECONDS = 600;

/** How long a part may take to stop. Unfinished work is resumed at the next start. */
const MAX_STOP_SECONDS = 30;

/**
 * Runs all parts concurrently until aborted, then waits for each to end. A part that fails is logged and restarted with
 * exponential backoff, without affecting the others.
 *
 * @returns false if a part did not end in time and may still be running.
 */
export async function runStation(
  parts: readonly Part[],
  world: StationWorld,
  signal: AbortSignal,
): Promise<boolean> {
  const ended = await Promise.all(parts.map((part) => runPart(part, world, signal)));
  return ended.every(Boolean);
}

/** Makes a part of a job: run at once, and again `everySeconds` after each run has ended. */
export function repeatingPart({ name, everySeconds, run }: Job, { sleep }: StationWorld): Part {
  return {
    name,
    run: async (signal) => {
      while (!signal.aborted) {
        await sleep((await run()) === 'again' ? 0 : everySeconds, signal);
      }
    },
  };
}

/** Keeps a part running until aborted. @returns whether it then ended within `MAX_STOP_SECONDS`. */
async function runPart(part: Part, world: StationWorld, signal: AbortSignal): Promise<boolean> {
  const ended = new AbortController();
  const running = keepRunning(part, world, signal).finally(() => ended.abort());
  const stopTimedOut = new Promise<void>((resolve) => {
    const wait = () => world.sleep(MAX_STOP_SECONDS, ended.signal).then(resolve);
    signal.addEventListener('abort', wait, { once: true });
  });
  await Promise.race([running, stopTimedOut]);
  if (!ended.signal.aborted) world.log(`${part.name}: did not end in ${MAX_STOP_SECONDS} s and is abandoned`);
  return ended.signal.aborted;
}

async function keepRunning({ name, run }: Part, world: StationWorld, signal: AbortSignal): Promise<void> {
  const { now, sleep, log } = world;
  let pause = FIRST_PAUSE_SECONDS;
  while (!signal.aborted) {
    const started = now();
    const reason = await failureOf(() => run(signal));
    if (signal.aborted) {
      if (reason !== undefined) log(`${name}: ${reason}`);
      break;
    }
    if (now() - started >= HEALTHY_SECONDS) pause = FIRST_PAUSE_SECONDS;
    log(`${name}: ${reason ?? 'ended by itself'}; restarting in ${pause} s`);
    await sleep(pause, signal);
    pause = Math.min(2 * pause, MAX_PAUSE_SECONDS);
  }
}

async function failureOf(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
