import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { keepsToLittleMemory, runInLittleMemory } from './little-memory.ts';
import { runProgram } from './program.ts';

enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/hashtilt'));
/** What goes through all days there are. */
const LARGE: readonly (string | undefined)[] = ['publish', 'backfill'];
const args = process.argv.slice(2);
process.exitCode =
  LARGE.includes(args[0]) && !keepsToLittleMemory() ? await runInLittleMemory(args) : await runProgram(args);
