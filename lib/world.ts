import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock, chance, network and files of secrets of this machine. No other file reads them. */

/** The time it is, in Unix seconds UTC. */
export function now(): number {
  return Date.now() / 1000;
}

/** Whether there is still time, for so many seconds from now on. */
export function timeFor(seconds: number): () => boolean {
  const end = now() + seconds;
  return () => now() < end;
}

/** A secret that nobody can guess: 256 bits, in letters, digits, _ and -. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What who chats with people needs of the machine: seconds. */
export const clock = { now, sleep: (seconds: number): Promise<void> => sleep(1000 * seconds) };

/** What who sends to chats needs of the machine: milliseconds. */
export const sendingClock = { now: Date.now, sleep: (ms: number): Promise<void> => sleep(ms) };

/** What a source of blocks needs of the machine. */
export const sourceWorld = {
  fetch: globalThis.fetch,
  sleep: (ms: number, signal: AbortSignal | undefined) =>
    sleep(ms, undefined, signal === undefined ? {} : { signal }),
  now: Date.now,
  random: Math.random,
  readFile: (path: string) => readFile(path, 'utf8'),
};
