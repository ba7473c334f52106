import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { keepsToLittleMemory, runInLittleMemory } from './little-memory.ts';
import { runProgram } from './program.ts';

enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/hashtilt'));
const args = process.argv.slice(2);
process.exitCode =
  args[0] === 'publish' && !keepsToLittleMemory() ? await runInLittleMemory(args) : await runProgram(args);
