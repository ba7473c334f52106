import { describe, expect, test } from 'vitest';
import { createAttributor } from '../../../lib/core/pools/attribute.ts';
import { attributeDocument } from '../../../lib/core/pools/attribute-document.ts';
import { registry } from '../../../lib/core/pools/registry.ts';
import { chainCoinbases } from '../../support/pools-coinbases.ts';

const attribute = createAttributor(registry.pools);
const attributed = (format: 'mempool' | 'esplora' | 'core', document: unknown) =>
  attributeDocument(attribute, format, JSON.stringify(document), 'file.json');

const mempoolBlock = (height: 890440 | 890441) => ({
  height,
  extras: {
    coinbaseRaw: chainCoinbases[height].coinbaseScript,
    coinbaseAddresses: chainCoinbases[height].addresses,
  },
});

const viabtc = '{"height":890440,"pool":"viabtc","by":{"kind":"tag","match":"/ViaBTC/","conflicts":[]}}\n';
const foundry =
  '{"height":890441,"pool":"foundryusa","by":{"kind":"tag","match":"Foundry USA Pool","conflicts":[]}}\n';

describe('documents of block sources', () => {
  test("mempool.space's blocks, one or several", () => {
    expect(attributed('mempool', mempoolBlock(890440))).toBe(viabtc);
    expect(attributed('mempool', [mempoolBlock(890440), mempoolBlock(890441)])).toBe(viabtc + foundry);
  });

  const { coinbaseScript, addresses } = chainCoinbases[300000];
  const esplora = {
    vin: [{ is_coinbase: true, scriptsig: coinbaseScript }],
    vout: [
      { scriptpubkey_address: addresses[0], value: 2_504_028_360 },
      { scriptpubkey: '6a', value: 0 },
    ],
    status: { block_height: 300000 },
  };

  const failed = (format: 'esplora' | 'core', document: unknown) => () => attributed(format, document);

  test('a JSON-RPC response is recognised, and the error says which part to pass', () => {
    const answer = { jsonrpc: '2.0', id: 1, result: { height: 1, tx: [] } };
    for (const one of [answer, [answer]])
      expect(failed('core', one)).toThrow(
        'file.json: expected the block alone, not a JSON-RPC response: pass what is under "result"',
      );
  });

  test("Esplora's arrays of a block's transactions and of blocks are recognised", () => {
    const payment = { vin: [{ is_coinbase: false, scriptsig: '' }], vout: [], status: { block_height: 1 } };
    expect(failed('esplora', [esplora, payment])).toThrow(
      "file.json: expected coinbase transactions alone, not Esplora's array of a block's transactions: pass its first",
    );
    expect(failed('esplora', [{ id: 'ab', height: 1, tx_count: 9, merkle_root: 'cd' }])).toThrow(
      "file.json: expected coinbase transactions, not Esplora's array of blocks: ask for GET /block/:hash/txs/0 and pass the first",
    );
    expect(attributed('esplora', [esplora, esplora])).toContain('ghashio');
  });

  test("Esplora's coinbase transactions", () => {
    expect(JSON.parse(attributed('esplora', esplora))).toMatchObject({ height: 300000, pool: 'ghashio' });
  });

  test('an Esplora transaction that is not a coinbase is refused', () => {
    const spend = { ...esplora, vin: [{ is_coinbase: false, scriptsig: '' }] };
    expect(() => attributed('esplora', [esplora, esplora, spend])).toThrow(
      'file.json: [2].vin[0].is_coinbase: ',
    );
  });

  const coreBlock = (scriptPubKey: object) => ({
    height: 739990,
    tx: [
      {
        vin: [{ coinbase: chainCoinbases[739990].coinbaseScript }],
        vout: [
          { value: 6.26983001, scriptPubKey },
          { value: 0, scriptPubKey: { type: 'nulldata' } },
        ],
      },
      { vin: [{ txid: 'ab' }] },
    ],
  });

  test.each([
    ['address', { address: '3L8Ck6bm3sve1vJGKo6Ht2k167YKSKi8TZ' }],
    ['addresses, as before version 22', { addresses: ['3L8Ck6bm3sve1vJGKo6Ht2k167YKSKi8TZ'] }],
    ['no address', {}],
  ])("Bitcoin Core's blocks, with %s", (_, scriptPubKey) => {
    expect(JSON.parse(attributed('core', coreBlock(scriptPubKey)))).toMatchObject({
      height: 739990,
      pool: 'binancepool',
    });
  });

  test("Bitcoin Core's values are converted to satoshi", () => {
    const block = coreBlock({ address: '1CjPR7Z5ZSyWk6WtXvSFgkptmpoi4UM9BC' });
    expect(JSON.parse(attributed('core', block))).toMatchObject({
      pool: 'ghashio',
      by: { kind: 'address', conflicts: [{ kind: 'tag', pool: 'binancepool' }] },
    });
  });

  test('any other document is refused with every fault', () => {
    expect(() => attributeDocument(attribute, 'core', '<html>', 'file.json')).toThrow(
      'file.json: expected one JSON document',
    );
    expect(() => attributed('mempool', { extras: { coinbaseRaw: 'xy' } })).toThrow(
      /height.*\n.*extras\.coinbaseRaw: expected whole bytes in hex\n.*extras\.coinbaseAddresses/,
    );
  });
});
