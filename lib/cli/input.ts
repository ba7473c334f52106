import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { defaultRules } from '../config/default-rules.ts';
import { parseEnvironment, type Settings } from '../config/environment.ts';
import { parseRules } from '../core/rules/parse-rules.ts';
import type { Rule } from '../core/rules/rule.ts';
import { InputError } from '../errors.ts';
import { byteOrderMark } from './text-start.ts';

/** Settings from the environment and from `.env` in the working folder; the environment wins. */
export function loadSettings(): Settings {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseEnvironment(process.env);
}

/** The rules of a file, or the defaults where none is named. */
export function loadRules(file: string | null): readonly Rule[] {
  return file === null ? defaultRules() : parseRules(parseJson(readText(file), file), file);
}

/** Reads a text file, unpacking `.gz` and passing over a byte order mark. @throws InputError naming the file. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  return bytes.subarray(byteOrderMark(bytes, file)).toString('utf8');
}

function readBytes(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw new InputError(
      [{ where: file, what: `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'damaged'})` }],
      { cause },
    );
  }
}

/** Parses one JSON document. @throws InputError naming the file and the place. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError([{ where: file, what: `expected JSON: ${(cause as Error).message}` }], { cause });
  }
}
