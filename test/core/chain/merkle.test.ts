import { address, Transaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { parseCoinbase } from '../../../lib/core/chain/coinbase.ts';
import { checkCoinbase, coinbaseMerkleRoot, proveBlock } from '../../../lib/core/chain/merkle.ts';
import type { RawBlock } from '../../../lib/core/chain/raw-block.ts';
import { type BuiltBlock, buildChain } from '../../support/chain-builder.ts';
import { BLOCK_10000, COINBASE_300000, COINBASE_670987 } from './real-blocks.ts';
import { flipBit, refusal } from './refusal.ts';

const TAPROOT_OF_FOUNDRY = 'bc1pp7w6kxnj7lzgm29pmuhezwl0vjdlcrthqukll5gn9xuqfq5n673smy4m63';

function generatedBlock(txCount = 5): BuiltBlock {
  return buildChain({ height: 977_000 }, [
    { time: 1_780_000_000, tag: '/ViaBTC/', txCount },
  ])[0] as BuiltBlock;
}

/** A generated block as reported by a source, at level `header`. */
function reported(built: BuiltBlock, change: Partial<RawBlock> = {}): RawBlock {
  return {
    id: built.id,
    height: built.height,
    header: built.header,
    time: built.time,
    medianTime: built.medianTime,
    bits: built.bits,
    previousId: built.previousId,
    coinbaseScript: built.coinbaseScript,
    payouts: built.outputs.map((output) => ({ address: output.address })),
    txCount: built.txCount,
    evidence: 'header',
    ...change,
  };
}

describe('a coinbase transaction', () => {
  it.each([
    ['10000', BLOCK_10000.coinbaseTxHex],
    ['300000, without a witness', COINBASE_300000],
    ['670987, with its witness', COINBASE_670987],
  ])('of block %s is parsed as by bitcoinjs-lib', (_, txHex) => {
    const other = Transaction.fromHex(txHex);
    const coinbase = parseCoinbase(txHex);
    expect(coinbase.txid).toBe(other.getId());
    expect(coinbase.script).toBe(Buffer.from(other.ins[0]?.script ?? []).toString('hex'));
    expect(coinbase.payouts).toEqual(
      other.outs.flatMap(({ script, value }) => {
        try {
          return [{ address: address.fromOutputScript(script), valueSats: Number(value) }];
        } catch {
          return [];
        }
      }),
    );
  });

  it('of block 300000 pays GHash.IO the subsidy and the fees', () => {
    expect(parseCoinbase(COINBASE_300000).payouts).toEqual([
      { address: '1CjPR7Z5ZSyWk6WtXvSFgkptmpoi4UM9BC', valueSats: 2_504_028_360 },
    ]);
  });

  it('that pays to taproot has the address shown by mempool.space', () => {
    const taproot = '51200f9dab1a72f7c48da8a1df2f913bef649bfc0d77072dffd11329b8048293d7a3';
    const txHex = COINBASE_300000.replace(
      '1976a91480ad90d403581fa3bf46086a91b2d9d4125db6c188ac',
      `22${taproot}`,
    );
    expect(parseCoinbase(txHex).payouts[0]?.address).toBe(TAPROOT_OF_FOUNDRY);
  });

  it('that pays to a bare public key has no address to show', () => {
    expect(parseCoinbase(BLOCK_10000.coinbaseTxHex).payouts).toEqual([]);
  });

  it('that pushes a key hash in a non-standard way pays no address', () => {
    const txHex = COINBASE_300000.replace('1976a914', '1a76a94c14');
    expect(parseCoinbase(txHex).payouts).toEqual([]);
  });

  it('refers to the output number reserved for coinbases', () => {
    const numbered = BLOCK_10000.coinbaseTxHex.replace('ffffffff', 'feffffff');
    expect(() => parseCoinbase(numbered)).toThrow('a transaction that spends outputs, not a coinbase');
  });

  it('spends nothing: a transaction that spends an output is refused', () => {
    const spending = BLOCK_10000.coinbaseTxHex.replace('0100000001000000', '0100000001010000');
    expect(() => parseCoinbase(spending)).toThrow('a transaction that spends outputs, not a coinbase');
  });
});

describe('the Merkle check', () => {
  it('accepts the coinbase of block 10000, the only transaction in its block', () => {
    const proof = { coinbaseTxHex: BLOCK_10000.coinbaseTxHex, branch: [] };
    expect(checkCoinbase(BLOCK_10000, proof).script).toBe('04ffff001d026f03');
  });

  it('refuses the coinbase of block 10000 with any one bit flipped', () => {
    for (let bit = 0; bit < BLOCK_10000.coinbaseTxHex.length * 4; bit += 1) {
      const proof = { coinbaseTxHex: flipBit(BLOCK_10000.coinbaseTxHex, bit), branch: [] };
      expect(refusal(() => checkCoinbase(BLOCK_10000, proof))).toMatchObject({
        name: 'HeaderCheckError',
        check: 'merkle',
        height: 10_000,
      });
    }
  });

  it('computes the root of block 100000 from its first transaction and the branch', () => {
    const root = coinbaseMerkleRoot('8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87', [
      'fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4',
      '8e30899078ca1813be036a073bbf80b86cdddde1c96e9e9c99e9e3782df4ae49',
    ]);
    expect(root).toBe('f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766');
  });

  it.each([1, 2, 3, 4, 5, 8, 9])('accepts a generated block of %i transactions', (txCount) => {
    const built = generatedBlock(txCount);
    expect(checkCoinbase(built, built).txid).toBe(built.coinbaseTxid);
  });

  it('refuses a coinbase with the wrong branch', () => {
    const built = generatedBlock();
    const { branch } = generatedBlock(4);
    expect(refusal(() => checkCoinbase(built, { ...built, branch })).check).toBe('merkle');
  });

  it('refuses bytes that are not a transaction', () => {
    const error = refusal(() => checkCoinbase(BLOCK_10000, { coinbaseTxHex: 'zz', branch: [] }));
    expect(error).toMatchObject({ check: 'merkle', found: 'no coinbase transaction' });
  });
});

describe('proving a block', () => {
  it('raises it to level `merkle` and gives the payouts their values', () => {
    const built = generatedBlock();
    expect(proveBlock(reported(built), built)).toEqual({
      ...reported(built),
      payouts: built.outputs,
      evidence: 'merkle',
    });
  });

  it('refuses a block whose coinbase script differs from the one reported', () => {
    const built = generatedBlock();
    const coinbaseScript = Buffer.from('/AntPool/').toString('hex');
    const error = refusal(() => proveBlock(reported(built, { coinbaseScript }), built));
    expect(error.message).toBe(
      `block 977000 (${built.id}) refused by check "merkle": expected the coinbase script reported earlier, ${coinbaseScript}, found ${built.coinbaseScript}`,
    );
  });

  it('refuses a block with a payout address that its coinbase does not pay', () => {
    const built = generatedBlock();
    const payouts = [{ address: TAPROOT_OF_FOUNDRY }];
    expect(refusal(() => proveBlock(reported(built, { payouts }), built))).toMatchObject({
      check: 'merkle',
      expected: `a payout to ${TAPROOT_OF_FOUNDRY}, reported earlier`,
      found: built.outputs[0]?.address,
    });
  });
});
