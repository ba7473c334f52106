import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { runProgram } from './program.ts';

enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/hashtilt'));
process.exitCode = await runProgram(process.argv.slice(2));
