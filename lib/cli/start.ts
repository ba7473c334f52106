import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { restartWithLowMemory } from './low-memory.ts';

/** Commands that process every day of the ledger. */
const WHOLE_LEDGER: readonly (string | undefined)[] = ['publish', 'backfill'];
const args = process.argv.slice(2);
if (WHOLE_LEDGER.includes(args[0])) restartWithLowMemory();
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/hashtilt'));
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(args);
