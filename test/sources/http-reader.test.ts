import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SourceError } from '../../lib/daily/block-source.ts';
import { InputError } from '../../lib/errors.ts';
import type { ReaderPolicy } from '../../lib/sources/http-reader.ts';
import { createMempoolSpaceSource } from '../../lib/sources/mempool-space.ts';
import { buildChain } from '../support/chain-builder.ts';
import { failure } from '../support/failure.ts';
import { type MempoolPeer, planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { ADVICE } from '../support/open-source.ts';
import { TestReader } from '../support/test-reader.ts';

const START = 977_000;
const chain = buildChain({ height: START }, planDays(0.25, 1_780_000_000));

let peer: MempoolPeer;
let reader: TestReader;
beforeEach(async () => {
  peer = await startMempoolPeer(chain);
  reader = new TestReader();
});
afterEach(() => peer.close());

const ifItLasts = `if that lasts, ${ADVICE.mempool}`;

function source(policy: Partial<ReaderPolicy> = {}, address = peer.address) {
  return createMempoolSpaceSource(address, reader.deps, { paceMs: 0, ...policy });
}

describe('a service that fails', () => {
  it.each([
    [
      'status 500',
      { kind: 'status', status: 500 },
      { what: 'status', status: 500, retryable: true, reached: true },
      'answered with status 500, expected the blocks from 977000 down as JSON',
    ],
    [
      'a web page',
      { kind: 'html' },
      { what: 'not-json', retryable: true, reached: true },
      `answered with a web page, expected the blocks from 977000 down as JSON; ${ifItLasts}`,
    ],
    [
      'half a JSON',
      { kind: 'half-json' },
      { what: 'not-json', retryable: true, reached: true },
      `answered with something that is not JSON, expected the blocks from 977000 down as JSON; ${ifItLasts}`,
    ],
    [
      'a wrong shape',
      { kind: 'wrong-shape' },
      { what: 'shape', retryable: false, reached: true },
      `not the blocks from 977000 down as JSON; answer: Invalid input: expected array, received object; ${ifItLasts}`,
    ],
    [
      'nothing within the timeout',
      { kind: 'stall' },
      { what: 'timeout', retryable: true, reached: false },
      'did not answer within 40 ms when asked for the blocks from 977000 down as JSON',
    ],
    [
      'a connection that drops',
      { kind: 'break-off' },
      { what: 'unreachable', retryable: true, reached: false },
      'could not be reached, or the connection broke (UND_ERR_SOCKET), when asked for the blocks from 977000 down as JSON',
    ],
  ] as const)('with %s is reported with its address and what was expected', async (_, how, fields, text) => {
    peer.misbehave(how);
    const timeoutMs = how.kind === 'stall' ? 40 : 5_000;
    const error = await failure(
      source({ firstContact: { timeoutMs, tries: 1 }, tries: 1 }).blocksDownFrom(START),
    );
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject(fields);
    expect(error.message).toBe(`mempool.space (GET ${peer.address}/api/v1/blocks/977000): ${text}`);
  });

  it('by being absent is distinguished from one that refuses', async () => {
    const gone = await startMempoolPeer(chain);
    await gone.close();
    const error = await failure(source({}, gone.address).blocksDownFrom(START));
    expect(error).toMatchObject({ what: 'unreachable', reached: false, status: undefined });
    expect(error.message).toContain('could not be reached, or the connection broke (ECONNREFUSED)');
  });

  it('names every fault of a wrong shape with its place', async () => {
    peer.distort((block) => ({ ...block, tx_count: 0, extras: { ...block.extras, coinbaseRaw: 'xy' } }));
    const error = await failure(source().blocksDownFrom(START));
    expect(error.message).toContain('answer: [0].tx_count: Too small: expected number to be >0');
    expect(error.message).toContain('answer: [0].extras.coinbaseRaw: expected bytes in hex');
  });

  it("is sent its address's credentials as basic authentication, and errors do not contain them", async () => {
    peer.misbehave({ kind: 'status', status: 401 });
    const address = peer.address.replace('http://', 'http://reader:s3cret@');
    const error = await failure(source({}, address).blocksDownFrom(START));
    expect(error.message).not.toContain('s3cret');
    expect(peer.authorizations).toEqual([`Basic ${Buffer.from('reader:s3cret').toString('base64')}`]);
  });

  it('takes a percent sign in a password for itself where it encodes nothing', async () => {
    const address = peer.address.replace('http://', 'http://reader:50%off@');
    await source({}, address).blocksDownFrom(START);
    expect(peer.authorizations).toEqual([`Basic ${Buffer.from('reader:50%off').toString('base64')}`]);
  });

  it('at an invalid address is refused before any request', () => {
    expect(() => source({}, 'mempool.space')).toThrow(
      new InputError([{ where: 'base address', what: 'expected an http or https address' }]),
    );
  });
});

describe('retrying a request', () => {
  it('survives transient faults, with a pause that doubles', async () => {
    peer.misbehave({ kind: 'status', status: 502 }, { times: 2 });
    expect(await source().blocksDownFrom(START)).toHaveLength(1);
    expect(peer.requests).toHaveLength(3);
    expect(reader.slept).toEqual([500, 1000]);
  });

  it('shortens a pause by up to half at random', async () => {
    peer.misbehave({ kind: 'html' }, { times: 1 });
    const jittery = createMempoolSpaceSource(
      peer.address,
      { ...reader.deps, random: () => 0.5 },
      { paceMs: 0 },
    );
    await jittery.blocksDownFrom(START);
    expect(reader.slept).toEqual([375]);
  });

  it('does not wait for hours because the reader.clock was set back', async () => {
    const own = source({ paceMs: 200 });
    await own.blocksDownFrom(START);
    reader.clock -= 3 * 3_600_000;
    await own.blocksDownFrom(START);
    expect(Math.max(...reader.slept)).toBeLessThanOrEqual(20_000);
  });

  it('ends after three tries', async () => {
    peer.misbehave({ kind: 'status', status: 500 });
    await failure(source().blocksDownFrom(START));
    expect(peer.requests).toHaveLength(3);
  });

  it('ends after two tries if the service has never answered', async () => {
    peer.misbehave({ kind: 'stall' });
    // On a busy machine a request may be given up before the peer has seen it.
    let tries = 0;
    const counted: typeof fetch = (...request) => {
      tries += 1;
      return fetch(...request);
    };
    const policy = { paceMs: 0, firstContact: { timeoutMs: 20, tries: 2 } };
    const quiet = createMempoolSpaceSource(peer.address, { ...reader.deps, fetch: counted }, policy);
    await failure(quiet.blocksDownFrom(START));
    expect(tries).toBe(2);
  });

  it.each([
    ['a no for good', { kind: 'status', status: 404 }],
    ['a wrong shape', { kind: 'wrong-shape' }],
  ] as const)('does not follow %s', async (_, how) => {
    peer.misbehave(how);
    await failure(source().blocksDownFrom(START));
    expect(peer.requests).toHaveLength(1);
  });

  it('waits the seconds that `Retry-After` gives', async () => {
    peer.misbehave({ kind: 'status', status: 429, retryAfter: '7' }, { times: 1 });
    await source().blocksDownFrom(START);
    expect(reader.slept).toEqual([7_000]);
  });

  it('waits until the date that `Retry-After` gives', async () => {
    const date = new Date(reader.clock + 12_000).toUTCString();
    peer.misbehave({ kind: 'status', status: 503, retryAfter: date }, { times: 1 });
    await source().blocksDownFrom(START);
    expect(reader.slept).toEqual([12_000]);
  });

  it('gives up if `Retry-After` asks for longer than the limit', async () => {
    peer.misbehave({ kind: 'status', status: 429, retryAfter: '3600' });
    const error = await failure(source().blocksDownFrom(START));
    expect(error).toMatchObject({ status: 429, retryAfterMs: 3_600_000 });
    expect(reader.slept).toEqual([]);
  });
});

describe('politeness', () => {
  it('keeps the pace between requests, even concurrent ones', async () => {
    const polite = source({ paceMs: 200 });
    await Promise.all([polite.tip(), polite.tip(), polite.tip()]);
    expect(reader.slept).toEqual([200, 200]);
  });

  it('does not wait if enough time has passed', async () => {
    const polite = source({ paceMs: 200 });
    await polite.tip();
    reader.clock += 200;
    await polite.tip();
    expect(reader.slept).toEqual([]);
  });
});

describe('a caller that aborts', () => {
  it('ends a request in progress with its reason', async () => {
    peer.misbehave({ kind: 'stall' });
    const signal = AbortSignal.timeout(30);
    const error = await failure(source().blocksDownFrom(START, signal));
    expect(error).toBe(signal.reason);
  });

  it('ends the pause before a retry', async () => {
    peer.misbehave({ kind: 'status', status: 500 });
    const caller = new AbortController();
    const pausing = {
      ...reader.deps,
      sleep: (ms: number, signal: AbortSignal | undefined) => {
        queueMicrotask(() => caller.abort(new Error('enough')));
        return sleep(ms, undefined, { ...(signal && { signal }) });
      },
    };
    const patient = createMempoolSpaceSource(peer.address, pausing, { backOffMs: 60_000 });
    const error = await failure(patient.blocksDownFrom(START, caller.signal));
    expect(error.message).toBe('enough');
    expect(peer.requests).toHaveLength(1);
  });
});
