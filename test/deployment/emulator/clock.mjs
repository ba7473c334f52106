/**
 * Preloaded into every process of an emulated deployment (`node --import`), so that its functions go by the
 * deployment's clock. Plain JavaScript: stripping types would lengthen every start. What reads the time reads
 * `Date.now`; `new Date()` stays with the machine.
 */
import { readFileSync } from 'node:fs';

/** A function asks far more often than a test puts the clock forward. */
const KNOWN_FOR_MS = 10;

const machine = Date.now;
let [ahead, readAt] = [0, Number.NEGATIVE_INFINITY];

Date.now = () => {
  const at = performance.now();
  if (at - readAt > KNOWN_FOR_MS) {
    ahead = Number(readFileSync(process.env.EMULATED_CLOCK, 'utf8'));
    readAt = at;
  }
  return machine() + ahead;
};
