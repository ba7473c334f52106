import { setTimeout as sleep } from 'node:timers/promises';

/** Clock, chance and network of this machine. No other file reads them. */

/** The time it is, in Unix seconds UTC. */
export function now(): number {
  return Date.now() / 1000;
}

/** What a source of blocks needs of the machine. */
export const sourceWorld = {
  fetch: globalThis.fetch,
  sleep: (ms: number, signal: AbortSignal | undefined) =>
    sleep(ms, undefined, signal === undefined ? {} : { signal }),
  now: Date.now,
  random: Math.random,
};
