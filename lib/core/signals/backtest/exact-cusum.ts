import { BLOCKS_PER_YEAR } from '../runs.ts';

/** The CUSUM steps down by at least this many states, and more if the step up would be rounded by over `ROUNDING`. */
const MIN_STEPS = 6;
const MAX_STEPS = 24;
const ROUNDING = 0.001;

/** The CUSUM of a share that jumps between two known values, as a walk on evenly spaced levels. */
type Walk = { readonly up: number; readonly down: number; readonly height: number };

/**
 * The mean delay, in blocks, of the fastest detector of a jump of a share from `from` up to `to`: the CUSUM that knows
 * both (Moustakides 1986), at `falseAlarmsPerYear`, started at 0, its worst case. Both mean run lengths are solved
 * exactly, steps rounded to a thousandth (Reynolds and Stoumbos, Journal of Quality Technology 31, 1999).
 */
export function optimalDelay(from: number, to: number, falseAlarmsPerYear: number): number {
  const walk = walkOf(from, to);
  const target = Math.log(BLOCKS_PER_YEAR / falseAlarmsPerYear);
  const lengthAt = (states: number) => Math.log(meanRun(walk, states, from));
  // The logarithm of the run length is nearly linear in the bar, so a few secant steps find it.
  const about = Math.round((target + Math.log(divergence(to, from))) / walk.height);
  let [low, high] = [Math.round(about * 0.8), about];
  let [lowLength, highLength] = [lengthAt(low), lengthAt(high)];
  for (let step = 0; step < 6 && Math.abs(highLength - target) > 0.002; step++) {
    const slope = (highLength - lowLength) / (high - low);
    // All bars between two reachable levels are equivalent.
    const next = slope > 0 ? Math.max(2, Math.round(high + (target - highLength) / slope)) : high;
    if (next === high) break;
    [low, lowLength] = [high, highLength];
    [high, highLength] = [next, lengthAt(next)];
  }
  return meanRun(walk, high, to);
}

/** Information per block for a share `a` against `b`, in nats. */
function divergence(a: number, b: number): number {
  return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
}

function walkOf(from: number, to: number): Walk {
  const [rise, fall] = [Math.log(to / from), -Math.log((1 - to) / (1 - from))];
  let best = { up: 1, down: 1, error: Number.POSITIVE_INFINITY };
  for (let down = MIN_STEPS; down <= MAX_STEPS && best.error > ROUNDING; down++) {
    const up = Math.round((rise / fall) * down);
    const error = Math.abs(up / ((rise / fall) * down) - 1);
    if (error < best.error) best = { up, down, error };
  }
  return { up: best.up, down: best.down, height: fall / best.down };
}

/** Mean number of blocks until a walk started at 0 reaches `states`, for a true share `share`. */
function meanRun({ up, down }: Walk, states: number, share: number): number {
  // E(s) = 1 + share E(s + up) + (1 - share) E(max(0, s - down)): a banded system, solved by elimination.
  const band = Math.max(up, down);
  const width = 2 * band + 1;
  const matrix = new Float64Array(states * width);
  const runs = new Float64Array(states).fill(1);
  for (let state = 0; state < states; state++) {
    const row = state * width + band;
    matrix[row]! += 1;
    if (state + up < states) matrix[row + up]! -= share;
    matrix[row + Math.max(0, state - down) - state]! -= 1 - share;
  }
  for (let pivot = 0; pivot < states; pivot++) {
    const from = pivot * width + band;
    const reach = Math.min(band, states - 1 - pivot);
    for (let below = 1; below <= reach; below++) {
      const row = (pivot + below) * width + band - below;
      const factor = matrix[row]! / matrix[from]!;
      if (factor === 0) continue;
      for (let ahead = 0; ahead <= reach; ahead++) matrix[row + ahead]! -= factor * matrix[from + ahead]!;
      runs[pivot + below]! -= factor * runs[pivot]!;
    }
  }
  for (let state = states - 1; state >= 0; state--) {
    const row = state * width + band;
    const reach = Math.min(band, states - 1 - state);
    let sum = runs[state]!;
    for (let ahead = 1; ahead <= reach; ahead++) sum -= matrix[row + ahead]! * runs[state + ahead]!;
    runs[state] = sum / matrix[row]!;
  }
  return runs[0]!;
}
