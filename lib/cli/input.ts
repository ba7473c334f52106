import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { defaultRules } from '../config/default-rules.ts';
import { parseEnvironment, SETTINGS, type Settings } from '../config/environment.ts';
import { parseRules } from '../core/rules/parse-rules.ts';
import type { Rule } from '../core/rules/rule.ts';
import { type Fault, InputError, refuseFaults } from '../errors.ts';

/** Loads the settings from the environment and from `.env` in the working directory; the environment wins. */
export function loadSettings(): Settings {
  if (existsSync('.env')) {
    refuseFaults(faultsOfEnvFile(readText('.env')));
    process.loadEnvFile('.env');
  }
  return parseEnvironment(process.env);
}

/** Names that look like ours and are none: a misspelt one would leave its setting at the default. */
function faultsOfEnvFile(text: string): readonly Fault[] {
  return Object.keys(parseEnv(text))
    .filter((name) => name.startsWith('HASHTILT_') && !SETTINGS.has(name))
    .map((name) => ({ where: `.env: ${name}`, what: 'no such setting; .env.example lists them' }));
}

/** Loads the rules from a file; null for the defaults. @throws InputError with every fault. */
export function loadRules(file: string | null): readonly Rule[] {
  return file === null ? defaultRules() : parseRules(parseJson(readText(file), file), file);
}

/** Reads a UTF-8 file, decompressing `.gz` and skipping a byte order mark. @throws InputError naming the file. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  return bytes.subarray(byteOrderMark(bytes, file)).toString('utf8');
}

function readBytes(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw fileError(file, 'read', cause);
  }
}

/** The error for a file that cannot be read or written, or whose compression is damaged. */
export function fileError(where: string, done: 'read' | 'written', cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'damaged';
  return new InputError([{ where, what: `cannot be ${done} (${code})` }], { cause });
}

/** Parses one JSON document. @throws InputError naming the file and the position. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError([{ where: file, what: `expected JSON: ${(cause as Error).message}` }], { cause });
  }
}

/** Returns the length of a UTF-8 byte order mark. @throws InputError for UTF-16, naming the input. */
export function byteOrderMark(bytes: Uint8Array, where: string): 0 | 3 {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputError([{ where, what: 'expected UTF-8, found UTF-16: save the file as UTF-8' }]);
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}
