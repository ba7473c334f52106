import { describe, it } from 'vitest';
import { chainOfDays, ordinaryDays } from '../support/chains.ts';
import { expectToFollow, expectTruthDespite, FAULT_NAMES } from '../support/source-faults.ts';
import { KINDS } from '../support/sources-world.ts';

/** Two days of 64 blocks each. */
const chain = chainOfDays(ordinaryDays('2026-05-26', 2, 1_350));

describe.each(KINDS)('$name, with $other as a second source, if it', (kind) => {
  it.each(FAULT_NAMES)('%s', (fault) => expectTruthDespite(fault, kind));
});

describe.each(KINDS)('$name', ({ name }) => {
  it.each([1, 6, 100])('follows a reorganisation of %d blocks', (depth) =>
    expectToFollow(name, depth, chain),
  );
});
