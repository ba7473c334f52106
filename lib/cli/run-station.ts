/** Something that runs as long as the station does. */
export type Part = {
  readonly name: string;
  /** Runs until it is told to stop, then ends once its work in progress is done; ends earlier only by failing. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Something that is done again and again; harmless to repeat. */
export type Job = {
  readonly name: string;
  readonly everySeconds: number;
  /** Comes to `again` where there is more to do at once. */
  readonly run: () => Promise<unknown>;
};

export type StationWorld = {
  /** Unix seconds. */
  readonly now: () => number;
  /** Ends early, without a failure, when told to stop. */
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<void>;
  readonly log: (line: string) => void;
};

/** Pauses before a part that failed is started again: doubled each time, from the first to the longest. */
const FIRST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 300;

/** A part that ran so long was well; its next failure is its first. */
const STEADY_SECONDS = 600;

/** How long a part may take to end. What it leaves undone is taken up by the next start. */
const LONGEST_END_SECONDS = 30;

/**
 * Runs all parts side by side until told to stop, then waits until each has ended. A part that fails is told
 * of and started again, with growing pauses; the others do not notice.
 *
 * @returns false where a part did not end in time and may still be at work.
 */
export async function runStation(
  parts: readonly Part[],
  world: StationWorld,
  signal: AbortSignal,
): Promise<boolean> {
  const ended = await Promise.all(parts.map((part) => endsInTime(part, world, signal)));
  return ended.every(Boolean);
}

/** A job as a part: done at once, and again so many seconds after each end. */
export function repeating({ name, everySeconds, run }: Job, { sleep }: StationWorld): Part {
  return {
    name,
    run: async (signal) => {
      while (!signal.aborted) {
        await sleep((await run()) === 'again' ? 0 : everySeconds, signal);
      }
    },
  };
}

/** Keeps a part running; waits for its end when told to stop, but not for ever. */
async function endsInTime(part: Part, world: StationWorld, signal: AbortSignal): Promise<boolean> {
  const ended = new AbortController();
  const running = keepRunning(part, world, signal).finally(() => ended.abort());
  const waitedLongEnough = new Promise<void>((resolve) => {
    const wait = () => world.sleep(LONGEST_END_SECONDS, ended.signal).then(resolve);
    signal.addEventListener('abort', wait, { once: true });
  });
  await Promise.race([running, waitedLongEnough]);
  if (!ended.signal.aborted)
    world.log(`${part.name}: did not end in ${LONGEST_END_SECONDS} s and is left as it is`);
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
    if (now() - started >= STEADY_SECONDS) pause = FIRST_PAUSE_SECONDS;
    log(`${name}: ${reason ?? 'ended by itself'}; starting again in ${pause} s`);
    await sleep(pause, signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
  }
}

/** Why something failed; undefined where it did not. */
async function failureOf(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
