/** Loaded into a process, notes the most memory that it had, in KB, in a file once it ends. */
import { appendFileSync } from 'node:fs';

process.once('exit', () => {
  appendFileSync(process.env.HASHTILT_BENCH_PEAKS ?? '', `${process.resourceUsage().maxRSS}\n`);
});
