import { describe, expect, it } from 'vitest';
import { expectToFollow, expectTruthDespite, FAULT_NAMES, type FaultName } from '../support/source-faults.ts';
import { KINDS, type SourceName } from '../support/sources-world.ts';

/** Every fault, on a single source; test/e2e/faulty-sources.test.ts has every fault on each. */
const FAULTS: Readonly<Record<SourceName, readonly FaultName[]>> = {
  mempool: [
    'names its tip and then answers 429 and a long Retry-After',
    'names its tip and then answers another shape',
    'answers 500 twice and then recovers',
    'answers a connection that breaks off twice and then recovers',
    'is of another network',
    'forges a coinbase',
    'lags, is named, and the other supplies what it lacks',
  ],
  esplora: [
    'names its tip and then answers 503',
    'names its tip and then answers web pages',
    'answers half a JSON twice and then recovers',
    'answers another shape twice and then recovers',
    'answers late, is waited for',
    'forges a coinbase',
  ],
  rpc: [
    'names its tip and then answers 429 without Retry-After',
    'names its tip and then answers half a JSON',
    'answers 503 twice and then recovers',
    'answers 429 and a long Retry-After twice and then recovers',
    'is of another network',
    'forges a header',
  ],
  rest: [
    'names its tip and then answers 500',
    'names its tip and then answers a connection that breaks off',
    'answers web pages twice and then recovers',
    'answers 429 without Retry-After twice and then recovers',
    'does not answer, is given up',
    'lags as the second source, is named and holds up no day',
  ],
};

describe.each(KINDS)('$name, with $other as a second source, if it', (kind) => {
  it.each(FAULTS[kind.name])('%s', (fault) => expectTruthDespite(fault, kind));
});

describe.each(KINDS)('$name', ({ name }) => {
  it('follows a reorganisation of 6 blocks', () => expectToFollow(name, 6));
});

it('leaves out no fault', () => {
  expect(new Set(Object.values(FAULTS).flat())).toEqual(new Set(FAULT_NAMES));
});
