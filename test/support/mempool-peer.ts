import { parseArgs } from 'node:util';
import { type BlockPlan, type BuiltBlock, buildChain, generatedAddress } from './chain-builder.ts';
import { type ChainPeer, startChainPeer } from './chain-peer.ts';
import { answerExplorer, pageOf } from './esplora-peer.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * A mempool.space on 127.0.0.1 that serves a generated chain over real HTTP and fails on demand. As a
 * process: `node test/support/mempool-peer.ts --port 8999 --tip-time 1780000000 --days 9 --start-height 977000`.
 * Nothing here is imported from the program.
 */

export type { Misbehaviour } from './chain-peer.ts';

export type MempoolPeer = ChainPeer & {
  /** Changes how answers describe blocks, not the blocks. */
  distort(change: ((told: ToldBlock) => ToldBlock) | undefined): void;
};

export type ToldBlock = ReturnType<typeof toldBlock>;

export async function startMempoolPeer(
  chain: readonly BuiltBlock[],
  { port = 0, pageLength = 15 }: { readonly port?: number; readonly pageLength?: number } = {},
): Promise<MempoolPeer> {
  let change: ((told: ToldBlock) => ToldBlock) | undefined;
  const peer = await startChainPeer(
    chain,
    (blocks, path) => {
      const tip = blocks.at(-1);
      if (tip === undefined) return undefined;
      const [, from = path === '/api/v1/blocks' ? tip.height : undefined] =
        /^\/api\/v1\/blocks\/(\d+)$/.exec(path) ?? [];
      if (from === undefined)
        return path.startsWith('/api/') ? answerExplorer(blocks, path.slice(4)) : undefined;
      return pageOf(blocks, Number(from), pageLength).map((block) =>
        (change ?? ((told) => told))(toldBlock(block)),
      );
    },
    port,
  );
  return {
    ...peer,
    distort: (wanted) => {
      change = wanted;
    },
  };
}

/** A block as mempool.space describes it, with the fields that the program reads. */
function toldBlock(block: BuiltBlock) {
  return {
    id: block.id,
    height: block.height,
    version: block.version,
    timestamp: block.time,
    bits: block.bits,
    nonce: block.nonce,
    merkle_root: block.merkleRoot,
    tx_count: block.txCount,
    previousblockhash: block.previousId,
    mediantime: block.medianTime,
    stale: false,
    extras: {
      coinbaseRaw: block.coinbaseScript,
      coinbaseAddress: block.outputs[0]?.address ?? null,
      coinbaseAddresses: [...new Set(block.outputs.map(({ address }) => address))],
      header: block.header,
      pool: poolOf(block),
    },
  };
}

/** The service's own attribution of a generated block. */
function poolOf({ coinbaseScript }: BuiltBlock) {
  const script = Buffer.from(coinbaseScript, 'hex').toString('latin1');
  const name = NAMES.find(([tag]) => script.includes(tag))?.[1] ?? 'Unknown';
  return { id: name.length, name, slug: name.toLowerCase().replaceAll(' ', ''), minerNames: null };
}

const NAMES: readonly (readonly [tag: string, name: string])[] = [
  ['Foundry USA Pool', 'Foundry USA'],
  ['AntPool', 'AntPool'],
  ['ViaBTC', 'ViaBTC'],
  ['F2Pool', 'F2Pool'],
  ['SpiderPool', 'SpiderPool'],
  ['MARA Pool', 'MARA Pool'],
  ['LUXOR', 'Luxor'],
  ['SECPOOL', 'SECPOOL'],
];

/** Coinbase tags of real pools for generated blocks, with weights; the empty one is for unknown miners. */
const TAGS = [
  ['/Foundry USA Pool/', 30],
  ['Mined by AntPool', 18],
  ['/ViaBTC/', 14],
  ['/F2Pool/', 12],
  ['/SpiderPool/', 8],
  ['/MARA Pool/', 6],
  ['/LUXOR/', 5],
  ['Mined by SECPOOL', 4],
  ['', 3],
] as const;

/**
 * Plans of about 144 blocks a day that end at `tipTime` (Unix seconds): exponential gaps, header times up
 * to five minutes off either way, seeded tags.
 */
export function planDays(days: number, tipTime: number, seed = 1): readonly BlockPlan[] {
  const random = seededRandom(seed);
  const gaps = Array.from({ length: Math.round(days * 144) }, () => -Math.log(1 - random()));
  const scale = (days * 86_400) / gaps.reduce((sum, gap) => sum + gap, 0);
  let elapsed = 0;
  const lastTimes: number[] = [];
  return gaps.map((gap, index) => {
    elapsed += gap * scale;
    const skew = index === gaps.length - 1 ? 0 : Math.round((random() - 0.5) * 600);
    const median = lastTimes.toSorted((a, b) => a - b)[Math.floor(lastTimes.length / 2)] ?? 0;
    const time = Math.max(Math.round(tipTime - days * 86_400 + elapsed) + skew, median + 1);
    lastTimes.push(time);
    if (lastTimes.length > 11) lastTimes.shift();
    const tag = pickTag(random());
    return { time, tag, salt: seed, outputs: [{ address: generatedAddress(tag), valueSats: 312_500_000 }] };
  });
}

function pickTag(drawn: number): string {
  let left = drawn * TAGS.reduce((sum, [, weight]) => sum + weight, 0);
  return TAGS.find(([, weight]) => {
    left -= weight;
    return left < 0;
  })?.[0] as string;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'tip-time': { type: 'string', default: `${Math.floor(Date.now() / 1000)}` },
      days: { type: 'string', default: '9' },
      'start-height': { type: 'string', default: '977000' },
      'page-length': { type: 'string', default: '15' },
      seed: { type: 'string', default: '1' },
    },
  });
  const plans = planDays(Number(values.days), Number(values['tip-time']), Number(values.seed));
  const chain = buildChain({ height: Number(values['start-height']) }, plans);
  const peer = await startMempoolPeer(chain, {
    port: Number(values.port),
    pageLength: Number(values['page-length']),
  });
  console.error(`generated blocks ${chain[0]?.height}-${chain.at(-1)?.height}: never mined by anybody`);
  console.log(peer.address);
}
