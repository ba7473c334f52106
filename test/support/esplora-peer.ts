import type { BuiltBlock } from './chain-builder.ts';
import { type ChainPeer, Refusal, startChainPeer } from './chain-peer.ts';

/**
 * An Esplora on 127.0.0.1 that serves a generated chain over real HTTP. Source of paths, fields and page length:
 * github.com/Blockstream/esplora, API.md. Nothing here is imported from the program.
 */
export async function startEsploraPeer(chain: readonly BuiltBlock[], port = 0): Promise<EsploraPeer> {
  let change: (told: ToldBlock) => ToldBlock = (told) => told;
  const peer = await startChainPeer(
    chain,
    (blocks, path) => {
      const [isPage, from] = /^\/blocks(?:\/(\d+))?$/.exec(path) ?? [];
      const tip = blocks.at(-1);
      if (isPage === undefined || tip === undefined) return answerExplorer(blocks, path);
      return pageOf(blocks, Number(from ?? tip.height), 10).map((block) => change(toldBlock(block)));
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

export type EsploraPeer = ChainPeer & { distort(change: (told: ToldBlock) => ToldBlock): void };

export type ToldBlock = ReturnType<typeof toldBlock>;

/** What Esplora and mempool.space have in common, below their base path. */
export function answerExplorer(chain: readonly BuiltBlock[], path: string): unknown {
  const tip = chain.at(-1);
  const [, height] = /^\/block-height\/(\d+)$/.exec(path) ?? [];
  const [, blockId] = /^\/block\/([0-9a-f]{64})\/txid\/0$/.exec(path) ?? [];
  const [, listed] = /^\/block\/([0-9a-f]{64})\/txids$/.exec(path) ?? [];
  const [, spelled] = /^\/block\/([0-9a-f]{64})\/txs$/.exec(path) ?? [];
  const [, txid, part] = /^\/tx\/([0-9a-f]{64})\/(hex|merkle-proof)$/.exec(path) ?? [];
  if (path === '/blocks/tip/height') return tip?.height;
  if (path === '/blocks/tip/hash') return tip?.id;
  if (height !== undefined)
    return chain.find((block) => block.height === Number(height))?.id ?? new Refusal(404, 'Block not found');
  if (blockId !== undefined)
    return chain.find(({ id }) => id === blockId)?.coinbaseTxid ?? new Refusal(404, 'Block not found');
  if (listed !== undefined)
    return chain.find(({ id }) => id === listed)?.txids ?? new Refusal(404, 'Block not found');
  if (spelled !== undefined) {
    const block = chain.find(({ id }) => id === spelled);
    return block === undefined ? new Refusal(404, 'Block not found') : firstTransactions(block);
  }
  if (txid === undefined) return undefined;
  const block = chain.find(({ coinbaseTxid }) => coinbaseTxid === txid);
  if (block === undefined) return new Refusal(404, 'Transaction not found');
  return part === 'hex' ? block.coinbaseTxHex : { block_height: block.height, merkle: block.branch, pos: 0 };
}

/** The transactions of `GET /block/:hash/txs`: the coinbase in full, and up to 24 others with their ids only. */
function firstTransactions({ coinbaseTxid, coinbaseScript, outputs, txids }: BuiltBlock) {
  const input = { is_coinbase: true, scriptsig: coinbaseScript, sequence: 0xffffffff };
  const commitment = {
    scriptpubkey: `6a24aa21a9ed${'00'.repeat(32)}`,
    scriptpubkey_type: 'op_return',
    value: 0,
  };
  return [
    {
      txid: coinbaseTxid,
      vin: [{ txid: '00'.repeat(32), vout: 0xffffffff, prevout: null, ...input }],
      vout: [
        ...outputs.map(({ address, valueSats }) => ({ scriptpubkey_address: address, value: valueSats })),
        commitment,
      ],
      fee: 0,
    },
    ...txids.slice(1, 25).map((txid) => ({ txid, vin: [{ is_coinbase: false }], vout: [] })),
  ];
}

/** The blocks of a chain from a height down, the highest first. */
export function pageOf(chain: readonly BuiltBlock[], height: number, length: number): readonly BuiltBlock[] {
  return chain.filter((block) => block.height <= height && block.height > height - length).reverse();
}

function toldBlock(block: BuiltBlock) {
  return {
    id: block.id,
    height: block.height,
    version: block.version,
    timestamp: block.time,
    tx_count: block.txCount,
    size: 1_000,
    weight: 4_000,
    merkle_root: block.merkleRoot,
    previousblockhash: block.previousId,
    mediantime: block.medianTime,
    nonce: block.nonce,
    bits: block.bits,
    difficulty: 1,
  };
}
