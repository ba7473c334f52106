import { expect } from 'vitest';
import { parseEnvironment } from '../../lib/config/environment.ts';
import type { BlockSource } from '../../lib/daily/block-source.ts';
import { createCoreSource } from '../../lib/sources/bitcoin-core.ts';
import { connectCoreRest } from '../../lib/sources/core-rest.ts';
import { connectCoreRpc } from '../../lib/sources/core-rpc.ts';
import { createEsploraSource } from '../../lib/sources/esplora.ts';
import { createMempoolSpaceSource } from '../../lib/sources/mempool-space.ts';
import { type BuiltBlock, buildChain } from './chain-builder.ts';
import type { Misbehaviour } from './chain-peer.ts';
import { chainOfDays, FOUNDRY, ordinaryDays, planDay } from './chains.ts';
import {
  closedDays,
  faultless,
  forkedAt,
  type KINDS,
  pools,
  reader,
  type SourceName,
  type SourcesWorld,
  startSourcesWorld,
} from './sources-world.ts';

/** What can be wrong with the first of two sources: the days come out as mined, and the faulty one is named. */

/** Two days of a block every 90 minutes, with half a day before them and enough blocks to close the second. */
const chain = chainOfDays(ordinaryDays('2026-05-26', 2, 5_400));
const tip = chain.at(-1) as BuiltBlock;
/** A chain of another network: at these heights the main network has blocks that no test can mine. */
const elsewhere = buildChain({ height: 955_000 }, planDay({ day: '2026-04-25', to: 20 }));

/** The requests for blocks, once the tip is known. */
const PAGES: Readonly<Record<SourceName, string>> = {
  mempool: '/api/v1/blocks/',
  esplora: '/blocks/',
  rpc: 'getblockhash',
  rest: '/blockhashbyheight/',
};

const ANSWERS = {
  '500': [{ kind: 'status', status: 500 }, /answered with status 500, expected/],
  '503': [{ kind: 'status', status: 503 }, /answered with status 503, expected/],
  '429 and a long Retry-After': [
    { kind: 'status', status: 429, retryAfter: '900' },
    /answered with status 429/,
  ],
  '429 without Retry-After': [{ kind: 'status', status: 429 }, /answered with status 429/],
  'web pages': [{ kind: 'html' }, /answered with a web page, expected/],
  'half a JSON': [{ kind: 'half-json' }, /answered with something that is not JSON, expected/],
  'another shape': [{ kind: 'wrong-shape' }, /not (the|block|a)/],
  'a connection that breaks off': [{ kind: 'break-off' }, /the connection broke/],
} as const satisfies Readonly<Record<string, readonly [how: Misbehaviour, reason: RegExp]>>;

/** Answers that another try does not help against. */
const LASTING: ReadonlySet<string> = new Set(['429 and a long Retry-After', 'another shape']);

type AnswerName = keyof typeof ANSWERS;
export type FaultName =
  | `names its tip and then answers ${AnswerName}`
  | `answers ${AnswerName} twice and then recovers`
  | keyof typeof OTHER_FAULTS;

type Kind = (typeof KINDS)[number];
type Trial = Kind & {
  readonly world: SourcesWorld;
  /** Collects once: the days are as mined, and the state of both sources is as expected. */
  readonly expectTruth: (kind: string | null, reason?: RegExp) => Promise<void>;
};
type Fault = (trial: Trial) => Promise<void>;

const OTHER_FAULTS = {
  'answers late, is waited for': async ({ world, name, expectTruth }) => {
    world.peers[name].misbehave({ kind: 'late', ms: 300 }, { times: 3 });
    await expectTruth(null);
  },
  'does not answer, is given up': async ({ world, name, other }) => {
    world.peers[name].misbehave({ kind: 'stall' }, { pathPart: PAGES[name] });
    const [, well] = world.deps([name, other]).sources;
    const { ledger, states } = await world.runWith([impatient(world.entries[name]), well!]);
    expect(pools(ledger)).toEqual(await truth());
    expect(states.map(({ fault }) => fault?.kind)).toEqual(['out', undefined]);
    expect(states[0]!.fault!.reason).toMatch(/did not answer within 250 ms/);
  },
  'is of another network': async ({ world, name, expectTruth }) => {
    if (name === 'rpc' || name === 'rest') {
      world.core.be({ chain: 'testnet4' });
      return expectTruth('unfit', /is on the network "testnet4", not on Bitcoin's main one/);
    }
    world.peers[name].serve(elsewhere);
    await expectTruth('refused', /block 95\d{4} .* refused by check "bits"/);
  },
  'forges a header': async ({ world, name, expectTruth }) => {
    world.peers[name].serve(
      changed(-20, (block) => ({ nonce: block.nonce + 1, header: bumped(block.header) })),
    );
    await expectTruth('refused', /refused by check "(hash|repeat)"/);
  },
  'forges a coinbase': async ({ world, name, expectTruth }) => {
    world.peers[name].serve(
      changed(-4, ({ height }) => {
        const [forged] = buildChain({ height }, [{ time: tip.time, tag: FOUNDRY, salt: 5 }]) as [BuiltBlock];
        const { coinbaseScript, coinbaseTxHex, coinbaseTxid } = forged;
        return { coinbaseScript, coinbaseTxHex, ...(name === 'mempool' && { coinbaseTxid }) };
      }),
    );
    // Esplora's are found only by proofs, and those are requested from the other source first.
    if (name === 'esplora') return expectTruth(null);
    await expectTruth('refused', /refused by check "merkle"/);
  },
  'lags, is named, and the other supplies what it lacks': async ({ world, name, expectTruth }) => {
    world.peers[name].serve(chain.slice(0, -20));
    await expectTruth('behind', /: ends at block \d+, 20 blocks behind another source$/);
  },
  'lags as the second source, is named and holds up no day': async ({ world, name, other }) => {
    world.peers[name].serve(chain.slice(0, -20));
    const { ledger, states, waiting } = await world.run([other, name]);
    expect([pools(ledger), waiting]).toEqual([await truth(), null]);
    expect(states.map(({ fault }) => fault?.kind)).toEqual([undefined, 'behind']);
  },
} as const satisfies Readonly<Record<string, Fault>>;

const answersOfTip = Object.entries(ANSWERS).map(([answer, [how, reason]]) => {
  const fault: Fault = async ({ world, name, expectTruth }) => {
    world.peers[name].misbehave(how, { pathPart: PAGES[name] });
    await expectTruth('out', reason);
  };
  return [`names its tip and then answers ${answer}`, fault] as const;
});

const recoveries = Object.entries(ANSWERS).map(([answer, [how]]) => {
  const fault: Fault = async ({ world, name, expectTruth }) => {
    world.peers[name].misbehave(how, { times: 2, pathPart: PAGES[name] });
    await expectTruth(LASTING.has(answer) ? 'out' : null);
  };
  return [`answers ${answer} twice and then recovers`, fault] as const;
});

const FAULTS = Object.fromEntries([
  ...answersOfTip,
  ...recoveries,
  ...Object.entries(OTHER_FAULTS),
]) as Readonly<Record<FaultName, Fault>>;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/** Collects from a source with a fault and, second, from a well one. */
export async function expectTruthDespite(fault: FaultName, kind: Kind): Promise<void> {
  const { name, other } = kind;
  const world = await startSourcesWorld(chain);
  const expectTruth: Trial['expectTruth'] = async (expected, reason = /^/) => {
    const { ledger, states, waiting } = await world.run([name, other]);
    expect(pools(ledger)).toEqual(await truth());
    expect(waiting).toBeNull();
    expect(states.map(({ fault }) => fault?.kind ?? null)).toEqual([expected, null]);
    const [first] = states;
    if (expected !== null) expect(first!.fault!.reason).toContain(world.peers[name].address);
    expect(first!.fault?.reason ?? '').toMatch(reason);
    expect(first!.fault?.reason ?? '').not.toContain('s3cret');
  };
  try {
    await FAULTS[fault]({ ...kind, world, expectTruth });
  } finally {
    await world.close();
  }
}

/** Collects from a source alone, before and after its newest blocks are replaced. */
export async function expectToFollow(name: SourceName, depth: number, served: readonly BuiltBlock[] = chain) {
  const forked = forkedAt(depth, undefined, served);
  const world = await startSourcesWorld(served);
  try {
    await world.run([name]);
    world.peers[name].serve(forked);
    const { collected, ledger } = await world.run([name]);
    expect(collected).toMatchObject({ kind: 'live', replaced: depth });
    expect(pools(ledger)).toEqual(pools(await faultless(forked)));
    expect(await world.ledger().loadLostBlocks()).toHaveLength(depth);
  } finally {
    await world.close();
  }
}

async function truth() {
  const ledger = await faultless(chain);
  expect(closedDays(ledger)).toHaveLength(1);
  return pools(ledger);
}

/** The chain with something changed in one block, as a faulty source could serve it. */
function changed(at: number, change: (block: BuiltBlock) => Partial<BuiltBlock>): readonly BuiltBlock[] {
  const changing = chain.at(at)!;
  return chain.map((block) => (block === changing ? { ...block, ...change(block) } : block));
}

/** A header with the next nonce. */
function bumped(header: string): string {
  const bytes = Buffer.from(header, 'hex');
  bytes.writeUInt32LE(bytes.readUInt32LE(76) + 1, 76);
  return bytes.toString('hex');
}

/** A source with a short timeout. */
function impatient(entry: string): BlockSource {
  const { kind, address } = parseEnvironment({ HASHTILT_SOURCES: entry }).sources[0]!;
  const policy = { paceMs: 0, tries: 2, timeoutMs: 250, firstContact: { timeoutMs: 20_000, tries: 2 } };
  if (kind === 'mempool') return createMempoolSpaceSource(address, reader, policy);
  if (kind === 'esplora') return createEsploraSource(address, reader, policy);
  const node = address.includes('/rest')
    ? connectCoreRest(address, reader, policy)
    : connectCoreRpc(address, null, reader, policy);
  return createCoreSource(node);
}
