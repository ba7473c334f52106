import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discordCheck } from './discord-schema.ts';
import { DISCORD, TELEGRAM } from './published.ts';
import type { RequestCheck } from './request-check.ts';
import { telegramCheck } from './telegram-schema.ts';

/** Checks and counts the requests that one peer receives. */
export type CheckedRequests = {
  /** Finds nothing if HASHTILT_SPECS is not set. */
  readonly check: RequestCheck;
  /** Saves the counts so far. */
  readonly flush: () => void;
};

export type TallyTotals = {
  readonly valid: number;
  readonly notValidated: number;
  readonly invalid: readonly string[];
};

const INVALID = 'invalid.txt';
const FLUSH_EVERY = 1000;

/** How each service's description is loaded, and a request whose schema is compiled in advance. */
const SERVICES = {
  telegram: {
    read: (folder: string) => telegramCheck(readJson(join(folder, TELEGRAM.file))),
    first: { operation: 'sendMessage', body: { chat_id: 1, text: '1' } },
  },
  discord: {
    read: (folder: string) => discordCheck(readJson(join(folder, DISCORD.file))),
    first: { operation: 'POST /channels/1/messages', body: {} },
  },
};

/** Compiling takes longer than some tests wait for an answer, so it is done in advance, once per process. */
const checks = new Map<string, RequestCheck>();
let tallies = 0;

/**
 * Checks the requests to one peer against the description in the folder that HASHTILT_SPECS names, and counts them.
 * A run has peers in several processes: each saves its counts in the folder that HASHTILT_REQUESTS names, and the
 * closing line adds them up. Requests to a `provoked` peer, which are invalid on purpose, are checked but not counted.
 */
export function checkRequests(service: keyof typeof SERVICES, provoked = false): CheckedRequests {
  const { HASHTILT_SPECS: specs, HASHTILT_REQUESTS: folder } = process.env;
  const check = specs === undefined ? undefined : checkOf(service, specs);
  if (provoked) return { check: (request) => check?.(request), flush: () => {} };
  const counts = { valid: 0, notValidated: 0 };
  const name = `${process.pid}-${++tallies}.json`;
  const flush = () => {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(counts));
  };
  return {
    flush,
    check: (request) => {
      const fault = check?.(request);
      if (check === undefined) counts.notValidated += 1;
      else if (fault === undefined) counts.valid += 1;
      else reportInvalid(`${service}: ${fault}`, folder);
      if ((counts.valid + counts.notValidated) % FLUSH_EVERY === 0) flush();
      return fault;
    },
  };
}

function checkOf(service: keyof typeof SERVICES, specs: string): RequestCheck {
  const key = `${service} ${specs}`;
  const known = checks.get(key);
  if (known !== undefined) return known;
  const { read, first } = SERVICES[service];
  const check = read(specs);
  check(first);
  checks.set(key, check);
  return check;
}

/** Saved at once, so that it survives the process. */
function reportInvalid(fault: string, folder: string | undefined): void {
  console.error(`a request against the published description: ${fault}`);
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, INVALID), `${JSON.stringify(fault)}\n`);
}

/** Loads and adds up the counts of all peers of a run. */
export function readTallies(folder: string): TallyTotals {
  let [valid, notValidated] = [0, 0];
  const invalid: string[] = [];
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    if (file === INVALID)
      invalid.push(
        ...text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as string),
      );
    else {
      const counts = JSON.parse(text) as { valid: number; notValidated: number };
      valid += counts.valid;
      notValidated += counts.notValidated;
    }
  }
  return { valid, notValidated, invalid };
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
