import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createAttributor } from '../../../lib/core/pools/attribute.ts';
import { registry } from '../../../lib/core/pools/registry.ts';
import { noAddress, noise, seededNumbers } from '../../support/pools-coinbases.ts';

type GeneratedCoinbase = { coinbaseScript: string; addresses: string[]; values?: number[] };
type Listed = { id: string; tags: string[]; addresses: string[] };
type Found = { id: string; tag: string; from: number; to: number };

// The reference reads the file itself and shares no code with what it checks. It follows docs/method.md, "Who
// mined a block", sentence by sentence, over text with one character per byte.
const lowered = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const { pools } = JSON.parse(readFileSync('data/registry.json', 'utf8')) as { pools: Listed[] };
const tags = pools.flatMap(({ id, tags }) =>
  tags.map((tag) => ({ id, tag, bytes: lowered(Buffer.from(tag).toString('latin1')) })),
);
const owners = new Map(pools.flatMap(({ id, addresses }) => addresses.map((address) => [address, id])));

/** "A tag of eight bytes or fewer has to be a separate word". */
function isWholeWord(script: string, { from, to }: Found): boolean {
  if (to - from > 8) return true;
  const inside = (at: number) =>
    /^[A-Za-z0-9]{2}$/.test(script.slice(at - 1, at + 1)) &&
    !/^[a-z][A-Z]$/.test(script.slice(at - 1, at + 1));
  return !(from > 0 && inside(from)) && !(to < script.length && inside(to));
}

/** Every occurrence of a registry tag. */
function everyTag(script: string): Found[] {
  const found: Found[] = [];
  const text = lowered(script);
  for (const { id, tag, bytes } of tags) {
    for (let from = text.indexOf(bytes); from >= 0; from = text.indexOf(bytes, from + 1)) {
      found.push({ id, tag, from, to: from + bytes.length });
    }
  }
  return found.filter((one) => isWholeWord(script, one));
}

/** "A tag inside another tag is part of it", and of what remains "the one that begins first". */
function readTags(script: string): Found[] {
  const all = everyTag(script);
  const isInside = (a: Found, b: Found) => a !== b && b.from <= a.from && a.to <= b.to;
  return all.filter((one) => !all.some((other) => isInside(one, other))).sort((a, b) => a.from - b.from);
}

function reference({ coinbaseScript, addresses, values }: GeneratedCoinbase): {
  pool: string;
  conflicts: string[];
} {
  const spoken = readTags(Buffer.from(coinbaseScript, 'hex').toString('latin1'));
  const paid = addresses.flatMap((address, at) => {
    const id = owners.get(address);
    return id === undefined ? [] : [{ id, value: values?.[at] ?? 0 }];
  });
  const pool = decide(spoken[0]?.id, paid, values);
  return {
    pool: pool ?? 'unknown',
    conflicts: [...new Set([...spoken, ...paid].map(({ id }) => id))].filter((id) => id !== pool).sort(),
  };
}

function decide(
  tag: string | undefined,
  paid: readonly { id: string; value: number }[],
  values: readonly number[] | undefined,
): string | undefined {
  const speakers = new Set(paid.map(({ id }) => id));
  if (speakers.size === 0) return tag;
  if (speakers.size === 1 && (tag === undefined || speakers.has(tag))) return paid[0]!.id;
  if (values === undefined) return tag;
  const most = Math.max(...paid.map(({ value }) => value));
  const largest = new Set(paid.filter(({ value }) => value === most).map(({ id }) => id));
  if (largest.size > 1) return tag;
  return tag === undefined || most === Math.max(...values) ? [...largest][0] : tag;
}

const random = seededNumbers(20_260_712);
const anyOf = <T>(list: readonly T[]): T => list[random(list.length)]!;

/** Noise, letters, whole tags, truncated tags, tags that overlap the previous one; all in mixed case. */
function generateScript(): string {
  let script = noise(random, random(12)).toString('latin1');
  for (let parts = random(6); parts > 0; parts -= 1) {
    const tag = anyOf(tags).bytes;
    const cut = random(4) === 0 ? tag.slice(random(3), tag.length - random(3)) : tag;
    const overlap = random(3) === 0 ? random(Math.min(4, script.length + 1)) : 0;
    const gap = anyOf(['', '/', ' ', 's', 'X', '7', noise(random, random(20)).toString('latin1')]);
    script = script.slice(0, script.length - overlap) + cut + gap;
  }
  const mixed = random(2) === 0 ? script : script.replace(/[a-z]/g, (c) => (random(2) ? c.toUpperCase() : c));
  return Buffer.from(mixed, 'latin1').toString('hex');
}

function generateCoinbase(): GeneratedCoinbase {
  const known = [...owners.keys()];
  const addresses = Array.from({ length: random(4) }, () =>
    random(2) === 0 ? anyOf(known) : noAddress(random),
  );
  const coinbase = { coinbaseScript: generateScript(), addresses };
  return random(3) === 0 ? coinbase : { ...coinbase, values: addresses.map(() => random(4)) };
}

test('10,000 generated coinbases are attributed as by trying every tag and address in turn', () => {
  const attribute = createAttributor(registry.pools);
  const coinbases = Array.from({ length: 10_000 }, generateCoinbase);
  const expected = coinbases.map(reference);
  const found = coinbases.map((coinbase) => {
    const { pool, by } = attribute(coinbase);
    return { pool, conflicts: [...new Set(by.conflicts.map((one) => one.pool as string))].sort() };
  });

  expect(new Set(expected.map(({ pool }) => pool)).size).toBeGreaterThan(150);
  expect(expected.filter(({ conflicts }) => conflicts.length > 1).length).toBeGreaterThan(300);
  expect(found).toEqual(expected);
});

test("what a miner writes after its pool's marker changes nothing but the conflicts", () => {
  const attribute = createAttributor(registry.pools);
  const markers = tags.filter(({ bytes }) => /^[^A-Za-z0-9].*[^A-Za-z0-9]$/s.test(bytes));
  for (let round = 0; round < 3_000; round += 1) {
    const marker = anyOf(markers);
    const before = Buffer.from(noise(random, random(8)).map((byte) => byte % 32));
    const script = (written: string) =>
      `${before.toString('hex')}${Buffer.from(marker.bytes, 'latin1').toString('hex')}0f${written}`;
    expect(attribute({ coinbaseScript: script(generateScript()), addresses: [] }).pool).toBe(marker.id);
  }
});
