import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createAttributor } from '../../../lib/core/pools/attribute.ts';
import { registry } from '../../../lib/core/pools/registry.ts';
import { noAddress, noise, seededNumbers } from '../../support/pools-coinbases.ts';

type Made = { coinbaseScript: string; addresses: string[]; values?: number[] };
type Listed = { id: string; tags: string[]; addresses: string[] };

// The reference reads the file itself and shares no code with what it checks.
const { pools } = JSON.parse(readFileSync('data/registry.json', 'utf8')) as { pools: Listed[] };
const tags = pools.flatMap(({ id, tags }) => tags.map((tag) => ({ id, bytes: lowered(Buffer.from(tag)) })));
const owners = new Map(pools.flatMap(({ id, addresses }) => addresses.map((address) => [address, id])));

function lowered(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte > 64 && byte < 91 ? byte + 32 : byte)));
}

function referenceTag(script: Buffer): string | undefined {
  let best: { id: string; length: number; at: number } | undefined;
  for (const { id, bytes } of tags) {
    const at = script.indexOf(bytes);
    if (at < 0) continue;
    if (!best || bytes.length > best.length || (bytes.length === best.length && at < best.at)) {
      best = { id, length: bytes.length, at };
    }
  }
  return best?.id;
}

function referencePool({ coinbaseScript, addresses, values }: Made): string {
  const tag = referenceTag(lowered(Buffer.from(coinbaseScript, 'hex')));
  const paid = addresses.map((address, at) => ({ owner: owners.get(address), value: values?.[at] ?? 0 }));
  const known = paid.filter(({ owner }) => owner !== undefined);
  const speakers = new Set(known.map(({ owner }) => owner));
  if (speakers.size === 0) return tag ?? 'unknown';
  if (speakers.size === 1 && (tag === undefined || speakers.has(tag))) return known[0]!.owner!;
  if (values === undefined) return tag ?? 'unknown';
  const most = Math.max(...known.map(({ value }) => value));
  const largest = new Set(known.filter(({ value }) => value === most).map(({ owner }) => owner));
  if (largest.size > 1) return tag ?? 'unknown';
  return tag === undefined || most === Math.max(...values) ? [...largest][0]! : tag;
}

const random = seededNumbers(20_260_224);

/** Noise, whole tags, cut tags, tags that share bytes with the one before; any of them in mixed case. */
function madeScript(): Buffer {
  let script = noise(random, random(12));
  for (let parts = random(5); parts > 0; parts -= 1) {
    const tag = Buffer.from(tags[random(tags.length)]!.bytes);
    const cut = random(3) === 0 ? tag.subarray(random(3), tag.length - random(3)) : tag;
    const overlap = random(3) === 0 ? random(Math.min(4, script.length + 1)) : 0;
    const gap = noise(random, random(2) * random(20));
    script = Buffer.concat([script.subarray(0, script.length - overlap), cut, gap]);
  }
  return Buffer.from(script.map((byte) => (byte > 96 && byte < 123 && random(2) === 0 ? byte - 32 : byte)));
}

function madeCoinbase(): Made {
  const known = [...owners.keys()];
  const addresses = Array.from({ length: random(4) }, () =>
    random(2) === 0 ? known[random(known.length)]! : noAddress(random),
  );
  const made = { coinbaseScript: madeScript().toString('hex'), addresses };
  return random(3) === 0 ? made : { ...made, values: addresses.map(() => random(4)) };
}

test('30,000 made-up coinbases are attributed as by trying every tag and address one after another', () => {
  const attribute = createAttributor(registry.pools);
  const coinbases = Array.from({ length: 30_000 }, madeCoinbase);
  const expected = coinbases.map(referencePool);

  expect(new Set(expected).size).toBeGreaterThan(150);
  expect(coinbases.map((coinbase) => attribute(coinbase).pool)).toEqual(expected);
});
