/**
 * Preloaded into every process of an emulated deployment (`node --import`), so that its functions go by the
 * deployment's clock. Plain JavaScript: stripping types would lengthen every start. What reads the time reads
 * `Date.now`; `new Date()` stays with the machine.
 */
import { readFileSync } from 'node:fs';

const machine = Date.now;
let ahead;

Date.now = () => {
  if (ahead === undefined) {
    ahead = Number(readFileSync(process.env.EMULATED_CLOCK, 'utf8'));
    // Known until the process next waits for something, such as an event: by then a test may have put it forward.
    setImmediate(() => {
      ahead = undefined;
    });
  }
  return machine() + ahead;
};
