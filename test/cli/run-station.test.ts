import { beforeEach, describe, expect, it } from 'vitest';
import { type Part, repeatingPart, runStation, type StationWorld } from '../../lib/cli/run-station.ts';

let stop: AbortController;
let lines: string[];
let pauses: number[];
let time: number;
let world: StationWorld;
/** Whether the time in which parts have to end passes at once. */
let isPatienceOver: boolean;

const LONGEST_END = 30;

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

beforeEach(() => {
  stop = new AbortController();
  lines = [];
  pauses = [];
  time = 1_750_000_000;
  isPatienceOver = false;
  world = {
    now: () => time,
    sleep: async (seconds, signal) => {
      if (seconds === LONGEST_END) return isPatienceOver ? undefined : aborted(signal);
      pauses.push(seconds);
      time += seconds;
    },
    log: (line) => void lines.push(line),
  };
});

/** A part that runs until it is aborted. */
function untilStopped(name: string, onStop = () => {}): Part {
  return {
    name,
    run: (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          onStop();
          resolve();
        });
      }),
  };
}

describe('the station', () => {
  it('ends when aborted, after every part has ended', async () => {
    const ended: string[] = [];
    const parts = ['telegram', 'discord'].map((name) => untilStopped(name, () => ended.push(name)));
    const running = runStation(parts, world, stop.signal);
    stop.abort();
    expect(await running).toBe(true);
    expect(ended).toEqual(['telegram', 'discord']);
    expect(lines).toEqual([]);
  });

  it('does not wait forever for a part that does not end, and says so', async () => {
    isPatienceOver = true;
    const stuck: Part = { name: 'blocks', run: () => new Promise(() => {}) };
    const running = runStation([stuck], world, stop.signal);
    stop.abort();
    expect(await running).toBe(false);
    expect(lines).toEqual(['blocks: did not end in 30 s and is abandoned']);
  });

  it('restarts a part that fails, with growing pauses, and says why', async () => {
    let starts = 0;
    const failing: Part = {
      name: 'discord',
      run: async () => {
        starts += 1;
        if (starts === 12) stop.abort();
        throw new Error('not reached');
      },
    };
    await runStation([failing], world, stop.signal);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(lines[0]).toBe('discord: not reached; restarting in 1 s');
    expect(lines).toHaveLength(12);
  });

  it('starts over with a short pause after a part was healthy for a while', async () => {
    let starts = 0;
    const failing: Part = {
      name: 'telegram',
      run: async () => {
        starts += 1;
        if (starts === 3) time += 3600;
        if (starts === 5) stop.abort();
        throw new Error('not reached');
      },
    };
    await runStation([failing], world, stop.signal);
    expect(pauses).toEqual([1, 2, 1, 2]);
  });

  it('keeps the other parts running when one fails', async () => {
    const rounds: number[] = [];
    const job = repeatingPart(
      {
        name: 'collect',
        everySeconds: 600,
        run: async () => {
          rounds.push(time);
          if (rounds.length === 3) stop.abort();
        },
      },
      world,
    );
    const failing: Part = { name: 'discord', run: () => Promise.reject(new Error('wrong token')) };
    await runStation([job, failing], world, stop.signal);
    expect(rounds).toHaveLength(3);
    expect(lines).toContain('discord: wrong token; restarting in 1 s');
  });

  it('restarts a part that ended by itself', async () => {
    let starts = 0;
    const ending: Part = {
      name: 'telegram',
      run: async () => {
        starts += 1;
        if (starts === 2) stop.abort();
      },
    };
    await runStation([ending], world, stop.signal);
    expect(lines).toEqual(['telegram: ended by itself; restarting in 1 s']);
  });
});

describe('a job', () => {
  it('runs at once, and again after its pause', async () => {
    let rounds = 0;
    const run = async () => {
      rounds += 1;
      if (rounds === 3) stop.abort();
    };
    await runStation([repeatingPart({ name: 'collect', everySeconds: 600, run }, world)], world, stop.signal);
    expect(pauses).toEqual([600, 600, 600]);
  });
});
