import mt19937 from '@stdlib/random-base-mt19937';
import { WEEK } from '../../shares/window.ts';
import { CRITICAL_VALUES } from '../critical-values.ts';
import { BLOCKS_PER_DAY, BLOCKS_PER_YEAR } from '../runs.ts';
import { PACE_DAYS, SHARE_DAYS } from '../watched.ts';
import { BOUNDS, boundsBetween } from './scenarios.ts';
import { simulateDetector } from './simulated-detector.ts';
import { limitsOf, simulateRule } from './simulated-rules.ts';

/** Results at one true share over a number of years: firings of each bound's rules, and signals of the detector. */
export type Steady = {
  readonly share: number;
  readonly years: number;
  readonly today: readonly number[];
  readonly calm: readonly number[];
  readonly up: number;
  readonly down: number;
};

/** Delays for the same jumps, in days: of the rules for each bound, and of the detector. */
export type Jumps = {
  readonly from: number;
  readonly to: number;
  readonly rules: readonly (readonly number[])[];
  readonly fast: readonly number[];
};

/** A day closes once the median of eleven header times is past its end and six more blocks follow. */
const BLOCKS_TO_CLOSE = 12;
/** The longest delay simulated; longer ones count as this. */
const MAX_DAYS = 400;

/** Simulates blocks one by one at 144 a day, with the windows that rules and detector use. */
function simulateChain(seed: number) {
  const draw = mt19937.factory({ seed });
  const own = new Int32Array(SHARE_DAYS);
  const all = new Int32Array(SHARE_DAYS);
  let day = 0;
  let [k, n, clock] = [0, 0, 0];
  const closeDay = () => {
    own[day % SHARE_DAYS] = k;
    all[day % SHARE_DAYS] = n;
    day += 1;
    [k, n] = [0, 0];
  };
  return {
    random: () => draw() / 2 ** 32,
    gap: () => -Math.log(1 - draw() / 2 ** 32) / BLOCKS_PER_DAY,
    /** Counts a block `gap` days after the previous one; returns whether it is the first of a day. */
    count(mined: 0 | 1, gap: number): boolean {
      clock += gap;
      const isNext = clock >= 1;
      while (clock >= 1) {
        closeDay();
        clock -= 1;
      }
      k += mined;
      n += 1;
      return isNext;
    },
    /** Counts over the newest `days` closed days. */
    window(days: number) {
      let [k, n] = [0, 0];
      for (let ago = 1; ago <= days; ago++) {
        const place = (day - ago) % SHARE_DAYS;
        k += own[place]!;
        n += all[place]!;
      }
      return { own: k, trials: n };
    },
    isFull: () => day >= SHARE_DAYS,
  };
}

type Chain = ReturnType<typeof simulateChain>;

function fillHistory(blocks: Chain, share: number): void {
  while (!blocks.isFull()) blocks.count(blocks.random() < share ? 1 : 0, blocks.gap());
}

/** The baseline: counted on closed days, as in production, or known without error. */
export type Past = 'counted' | 'known';

/** Enough days of blocks to leave no uncertainty. */
const KNOWN_DAYS = 1e6;

function setBaseline(
  detector: ReturnType<typeof simulateDetector>,
  blocks: Chain,
  share: number,
  past: Past,
): void {
  const known = share * BLOCKS_PER_DAY * KNOWN_DAYS;
  if (past === 'known')
    detector.setBaseline(
      { own: known, trials: BLOCKS_PER_DAY * KNOWN_DAYS },
      { own: known, trials: KNOWN_DAYS },
    );
  else
    detector.setBaseline(blocks.window(SHARE_DAYS), {
      own: blocks.window(PACE_DAYS).own,
      trials: PACE_DAYS,
    });
}

/** Simulates years in which a true share, and its pace, stay constant. */
export function simulateSteady(share: number, years: number, seed: number, past: Past = 'counted'): Steady {
  const blocks = simulateChain(seed);
  const detector = simulateDetector(CRITICAL_VALUES);
  const rules = BOUNDS.map((bound) => {
    const spans = bound === 0.5 ? [WEEK, 1] : [WEEK];
    const versions = (['today', 'calm'] as const).map((version) => {
      const { fires, mostToClear } = limitsOf(bound, version);
      return spans.map((span) => ({ span, rule: simulateRule(fires, mostToClear) }));
    });
    return { bound, versions };
  });
  const fired = [BOUNDS.map(() => 0), BOUNDS.map(() => 0)];
  const signals = { up: 0, down: 0 };
  fillHistory(blocks, share);
  setBaseline(detector, blocks, share, past);
  let waiting = 0;
  for (let left = Math.round(years * BLOCKS_PER_YEAR); left > 0; left--) {
    const mined = blocks.random() < share ? 1 : 0;
    const gap = blocks.gap();
    if (blocks.count(mined, gap)) waiting = BLOCKS_TO_CLOSE;
    const direction = detector.step(mined, gap);
    if (direction !== null) signals[direction] += 1;
    if (waiting === 0 || --waiting > 0) continue;
    setBaseline(detector, blocks, share, past);
    const windows = [blocks.window(WEEK), blocks.window(1)];
    rules.forEach(({ versions }, place) => {
      versions.forEach((spans, version) => {
        for (const { span, rule } of spans) {
          const { own, trials } = windows[span === WEEK ? 0 : 1]!;
          if (rule(own, trials)) fired[version]![place]! += 1;
        }
      });
    });
  }
  return { share, years, today: fired[0]!, calm: fired[1]!, ...signals };
}

/**
 * Simulates jumps of a share at any time of day, at a steady hash rate and with no rule firing before. The detector's
 * sums start at 0, its slowest start.
 */
export function simulateJumps(
  from: number,
  to: number,
  jumps: number,
  seed: number,
  past: Past = 'counted',
): Jumps {
  const bounds = boundsBetween(from, to);
  const rules: number[][] = bounds.map(() => []);
  const limits = bounds.map((bound) => limitsOf(bound, 'today').fires);
  const fast: number[] = [];
  const detector = simulateDetector(CRITICAL_VALUES);
  for (let jump = 0; jump < jumps; jump++) {
    const blocks = simulateChain(seed + jump);
    const isFiring = (bound: number) =>
      (bounds[bound] === 0.5 ? [WEEK, 1] : [WEEK]).some((span) => {
        const { own, trials } = blocks.window(span);
        return own >= limits[bound]!(trials);
      });
    fillHistory(blocks, from);
    const before = blocks.random();
    for (let clock = 0; clock < before; ) {
      const gap = blocks.gap();
      blocks.count(blocks.random() < from ? 1 : 0, gap);
      clock += gap;
    }
    if (bounds.some((_, bound) => isFiring(bound))) {
      // If a rule fired before the jump, there is no delay to measure.
      jump -= 1;
      seed += 1;
      continue;
    }
    setBaseline(detector, blocks, from, past);
    detector.restart();
    const delays = bounds.map(() => 0);
    let [clock, waiting, fastDelay] = [0, 0, 0];
    while (clock < MAX_DAYS && (fastDelay === 0 || delays.includes(0))) {
      const mined = blocks.random() < to ? 1 : 0;
      const gap = blocks.gap();
      clock += gap;
      if (blocks.count(mined, gap)) waiting = BLOCKS_TO_CLOSE;
      if (fastDelay === 0 && detector.step(mined, gap) === 'up') fastDelay = clock;
      if (waiting === 0 || --waiting > 0) continue;
      if (fastDelay === 0) setBaseline(detector, blocks, from, past);
      delays.forEach((delay, bound) => {
        if (delay === 0 && isFiring(bound)) delays[bound] = clock;
      });
    }
    fast.push(fastDelay === 0 ? MAX_DAYS : fastDelay);
    delays.forEach((delay, bound) => {
      rules[bound]!.push(delay === 0 ? MAX_DAYS : delay);
    });
  }
  return { from, to, rules, fast };
}
