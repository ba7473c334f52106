import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareChains } from '../../lib/core/chain/best-chain.ts';
import { proveBlock } from '../../lib/core/chain/merkle.ts';
import { SourceError } from '../../lib/daily/block-source.ts';
import { InputError } from '../../lib/errors.ts';
import type { ReaderDeps, ReaderPolicy } from '../../lib/sources/http-reader.ts';
import { createMempoolSpaceSource } from '../../lib/sources/mempool-space.ts';
import { BLOCKS_890440 } from '../core/chain/real-blocks.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { type MempoolPeer, planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { asBuilt } from '../support/real-chain.ts';

const START = 977_000;
const chain = buildChain({ height: START }, planDays(0.25, 1_780_000_000));
const tip = chain.at(-1) as BuiltBlock;

let peer: MempoolPeer;
/** A test's clock, in milliseconds; only sleeping advances it. */
let clock: number;
let slept: number[];

beforeEach(async () => {
  peer = await startMempoolPeer(chain);
  clock = 1_000_000;
  slept = [];
});
afterEach(() => peer.close());

const deps: ReaderDeps = {
  fetch,
  readFile: async (path) => path,
  now: () => clock,
  random: () => 0,
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    slept.push(ms);
    clock += ms;
  },
};

function source(policy: Partial<ReaderPolicy> = {}, address = peer.address) {
  return createMempoolSpaceSource(address, deps, { paceMs: 0, ...policy });
}

async function failure(act: Promise<unknown>): Promise<Error> {
  return act.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: Error) => error,
  );
}

describe('blocks of mempool.space', () => {
  it('come in pages of fifteen, lowest first, at evidence level `header`', async () => {
    const page = await source().blocksDownFrom(tip.height);
    expect(page.map(({ height }) => height)).toEqual(
      Array.from({ length: 15 }, (_, index) => tip.height - 14 + index),
    );
    expect(page.at(-1)).toEqual({
      id: tip.id,
      height: tip.height,
      header: tip.header,
      time: tip.time,
      medianTime: tip.medianTime,
      bits: tip.bits,
      previousId: tip.previousId,
      coinbaseScript: tip.coinbaseScript,
      payouts: tip.outputs.map(({ address }) => ({ address })),
      txCount: tip.txCount,
      evidence: 'header',
      label: 'Foundry USA',
    });
  });

  it.each(['/api', '/api/', '/api/v1', '/'])('also come from an address that ends in %s', async (end) => {
    const page = await source({}, `${peer.address.replace(/\/$/, '')}${end}`).blocksDownFrom(tip.height);
    expect(page).toHaveLength(15);
  });

  it("come in the service's page length, whatever it is", async () => {
    await peer.close();
    peer = await startMempoolPeer(chain, { pageLength: 4 });
    expect(await source().blocksDownFrom(tip.height)).toHaveLength(4);
  });

  it('end at the lowest one the service has', async () => {
    expect(await source().blocksDownFrom(START + 2)).toHaveLength(3);
  });

  it('include the real blocks 890440 to 890443 with their coinbases', async () => {
    await peer.close();
    peer = await startMempoolPeer(BLOCKS_890440.map(asBuilt));
    const page = await source().blocksDownFrom(890_443);
    expect(page.map(({ id, coinbaseScript }) => ({ id, coinbaseScript }))).toEqual(
      BLOCKS_890440.map(({ id, coinbaseScript }) => ({ id, coinbaseScript })),
    );
    expect(page[1]?.payouts.map(({ address }) => address)).toEqual(BLOCKS_890440[1]?.addresses);
    expect(page[0]).toMatchObject({ time: 1_743_535_677, medianTime: 1_743_532_406, bits: 386_038_124 });
  });

  it('with a changed coinbase script are accepted at level `header`, and refused once the proof is checked', async () => {
    const coinbaseScript = Buffer.from('/ViaBTC/').toString('hex');
    peer.distort((block) => ({ ...block, extras: { ...block.extras, coinbaseRaw: coinbaseScript } }));
    const lied = (await source().blocksDownFrom(tip.height)).at(-1);
    expect(lied).toMatchObject({ coinbaseScript, evidence: 'header' });
    const proof = await source().coinbaseProof(tip);
    expect(() => lied && proveBlock(lied, proof)).toThrow('refused by check "merkle"');
  });

  it('reach level `merkle` by their coinbase and its branch', async () => {
    const [block] = (await source().blocksDownFrom(tip.height)).slice(-1);
    const proof = await source().coinbaseProof(tip);
    expect(proof).toEqual({ coinbaseTxHex: tip.coinbaseTxHex, branch: tip.branch });
    expect(block && proveBlock(block, proof)).toMatchObject({ evidence: 'merkle', payouts: tip.outputs });
  });

  it.each([
    ['timestamp', { timestamp: 1 }],
    ['bits', { bits: 1 }],
    ['merkle_root', { merkle_root: '00'.repeat(32) }],
    ['previousblockhash', { previousblockhash: '11'.repeat(32) }],
  ])('whose %s is not what the header says are refused by `repeat`', async (field, change) => {
    peer.distort((block) => ({ ...block, ...change }));
    const error = await failure(source().blocksDownFrom(START));
    expect(error).toMatchObject({ name: 'HeaderCheckError', check: 'repeat', height: START });
    expect(error.message).toContain(`expected ${field} `);
  });

  it('whose header has one bit flipped are refused by `hash`', async () => {
    peer.distort((block) => ({
      ...block,
      extras: {
        ...block.extras,
        header: block.extras.header.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      },
    }));
    expect(await failure(source().blocksDownFrom(START))).toMatchObject({ check: 'hash', height: START });
  });

  it('with one of another chain among them are refused by `link`', async () => {
    const [foreign] = buildChain({ height: tip.height }, [{ time: tip.time, salt: 7 }]) as [BuiltBlock];
    peer.serve([...chain.slice(0, -1), foreign]);
    expect(await failure(source().blocksDownFrom(tip.height))).toMatchObject({
      check: 'link',
      id: foreign.id,
    });
  });

  it('of a test network are refused by `bits` at a height whose target is known', async () => {
    const forged = buildChain({ height: 890_440 }, [{ time: 1_743_535_677 }]);
    peer.serve(forged);
    expect(await failure(source().blocksDownFrom(890_440))).toMatchObject({ check: 'bits' });
  });

  it('of heights that were not requested are refused, naming the heights', async () => {
    const error = await failure(source().blocksDownFrom(tip.height + 1));
    expect(error).toMatchObject({ what: 'shape', retryable: false });
    expect(error.message).toContain(`not the blocks from ${tip.height + 1} down as JSON; found heights`);
  });
});

describe('the tip of mempool.space', () => {
  it('is its newest block', async () => {
    expect(await source().tip()).toEqual({ height: tip.height, id: tip.id });
  });

  it("is fetched from Esplora's endpoints if the list of blocks is missing", async () => {
    peer.misbehave({ kind: 'status', status: 404 }, { pathPart: '/api/v1/blocks' });
    expect(await source().tip()).toEqual({ height: tip.height, id: tip.id });
    expect(peer.requests).toEqual(['/api/v1/blocks', '/api/blocks/tip/height', '/api/blocks/tip/hash']);
  });

  it('is not fetched another way from a service that does not answer', async () => {
    peer.misbehave({ kind: 'stall' });
    const error = await failure(source({ firstContact: { timeoutMs: 20, tries: 1 } }).tip());
    expect(error).toMatchObject({ what: 'timeout' });
    expect(error.message).toContain('/api/v1/blocks)');
  });

  it('is not fetched another way from a service that is down', async () => {
    peer.misbehave({ kind: 'status', status: 503 });
    expect(await failure(source().tip())).toMatchObject({ what: 'status', status: 503 });
    expect(new Set(peer.requests)).toEqual(new Set(['/api/v1/blocks']));
  });
});

/** The advice if something else answers at the address. */
const ADVICE =
  'if that lasts, name the address of a mempool.space or an instance of it, as in https://mempool.space';

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
      `answered with a web page, expected the blocks from 977000 down as JSON; ${ADVICE}`,
    ],
    [
      'half a JSON',
      { kind: 'half-json' },
      { what: 'not-json', retryable: true, reached: true },
      `answered with something that is not JSON, expected the blocks from 977000 down as JSON; ${ADVICE}`,
    ],
    [
      'a wrong shape',
      { kind: 'wrong-shape' },
      { what: 'shape', retryable: false, reached: true },
      `not the blocks from 977000 down as JSON; answer: Invalid input: expected array, received object; ${ADVICE}`,
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
    expect(slept).toEqual([500, 1000]);
  });

  it('shortens a pause by up to half at random', async () => {
    peer.misbehave({ kind: 'html' }, { times: 1 });
    const jittery = createMempoolSpaceSource(peer.address, { ...deps, random: () => 0.5 }, { paceMs: 0 });
    await jittery.blocksDownFrom(START);
    expect(slept).toEqual([375]);
  });

  it('does not wait for hours because the clock was set back', async () => {
    const own = source({ paceMs: 200 });
    await own.blocksDownFrom(START);
    clock -= 3 * 3_600_000;
    await own.blocksDownFrom(START);
    expect(Math.max(...slept)).toBeLessThanOrEqual(20_000);
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
    const quiet = createMempoolSpaceSource(peer.address, { ...deps, fetch: counted }, policy);
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
    expect(slept).toEqual([7_000]);
  });

  it('waits until the date that `Retry-After` gives', async () => {
    const date = new Date(clock + 12_000).toUTCString();
    peer.misbehave({ kind: 'status', status: 503, retryAfter: date }, { times: 1 });
    await source().blocksDownFrom(START);
    expect(slept).toEqual([12_000]);
  });

  it('gives up if `Retry-After` asks for longer than the limit', async () => {
    peer.misbehave({ kind: 'status', status: 429, retryAfter: '3600' });
    const error = await failure(source().blocksDownFrom(START));
    expect(error).toMatchObject({ status: 429, retryAfterMs: 3_600_000 });
    expect(slept).toEqual([]);
  });
});

describe('politeness', () => {
  it('keeps the pace between requests, even concurrent ones', async () => {
    const polite = source({ paceMs: 200 });
    await Promise.all([polite.tip(), polite.tip(), polite.tip()]);
    expect(slept).toEqual([200, 200]);
  });

  it('does not wait if enough time has passed', async () => {
    const polite = source({ paceMs: 200 });
    await polite.tip();
    clock += 200;
    await polite.tip();
    expect(slept).toEqual([]);
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
      ...deps,
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

describe('a reorganisation between two pages', () => {
  it('is noticed by `link`, since the upper page no longer builds on the lower one', async () => {
    const shared = chain.slice(0, 16);
    peer.serve([...shared, ...buildChain(shared, planDays(0.2, 1_780_003_600, 2))], 1);
    const live = source();
    const upper = await live.blocksDownFrom(tip.height);
    const lower = await live.blocksDownFrom(tip.height - 15);
    expect(() => compareChains(chain.slice(0, 10), [...lower, ...upper])).toThrow(
      `block ${tip.height - 14} (${upper[0]?.id}) refused by check "link"`,
    );
  });
});
