import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { keepToLittleMemory } from './little-memory.ts';

/** What goes through all days there are. */
const LARGE: readonly (string | undefined)[] = ['publish', 'backfill'];
const args = process.argv.slice(2);
if (LARGE.includes(args[0])) keepToLittleMemory();
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/hashtilt'));
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(args);
