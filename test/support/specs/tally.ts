import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discordCheck } from './discord-schema.ts';
import { DISCORD, TELEGRAM } from './published.ts';
import type { DescribedRequest, RequestCheck } from './request-check.ts';
import { telegramCheck } from './telegram-schema.ts';

/**
 * Counts the requests of a test run that a published description was held against. A run has peers in
 * several processes; each writes into the folder that HASHTILT_REQUESTS names, and the run's closing line
 * reads them all.
 */
export type Tally = {
  readonly record: (request: DescribedRequest) => void;
  /** Writes down the counts so far. */
  readonly flush: () => void;
};

export type TallyTotals = {
  readonly valid: number;
  readonly notValidated: number;
  readonly invalid: readonly string[];
};

const INVALID = 'invalid.txt';
const FLUSH_EVERY = 1000;

/** How each service's description is read, and a request whose schema is compiled before any comes. */
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

/** Compiling takes longer than some tests wait for an answer, so it is done once a process and beforehand. */
const checks = new Map<string, RequestCheck>();
let tallies = 0;

/** The tally of one peer. A peer whose test sends what is wrong on purpose has none. */
export function createTally(
  service: keyof typeof SERVICES,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Tally {
  const { HASHTILT_SPECS: specs, HASHTILT_REQUESTS: folder } = environment;
  const check = specs === undefined ? undefined : checkOf(service, specs);
  const counts = { valid: 0, notValidated: 0 };
  const name = `${process.pid}-${++tallies}.json`;
  const flush = () => {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(counts));
  };
  return {
    flush,
    record: (request) => {
      const fault = check?.(request);
      if (check === undefined) counts.notValidated += 1;
      else if (fault === undefined) counts.valid += 1;
      else tellInvalid(`${service}: ${fault}`, folder);
      if ((counts.valid + counts.notValidated) % FLUSH_EVERY === 0) flush();
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

/** At once, so that no end of a process can lose it. */
function tellInvalid(fault: string, folder: string | undefined): void {
  console.error(`a request against the published description: ${fault}`);
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, INVALID), `${JSON.stringify(fault)}\n`);
}

/** What all peers of a run have counted. */
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
