import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildChain } from '../support/chain-builder.ts';
import { planDay } from '../support/chains.ts';
import { type SourcesWorld, startSourcesWorld } from '../support/sources-world.ts';

/** 128 times as hard as the chains of tests are otherwise. */
const HARD = 0x2000ffff;

const plans = planDay({ day: '2026-05-26', seconds: 600 });
const honest = buildChain(
  { height: 960_001 },
  plans.map((plan) => ({ ...plan, bits: HARD })),
);
const tip = honest.at(-1)!;
/** Higher by more than a chain catches up, and easy to make. */
const easy = buildChain({ height: tip.height + 2_000 }, plans);
const hard = buildChain(
  { height: tip.height + 2_000 },
  plans.map((plan) => ({ ...plan, bits: HARD })),
);

let world: SourcesWorld;
beforeAll(async () => {
  world = await startSourcesWorld(honest);
  await world.run(['mempool']);
});
afterAll(() => world.close());

const newest = async () => (await world.ledger().loadNewestBlocks(1)).at(-1)!.height;

it('a source with a far higher tip of easy blocks is refused, and the stored chain stays', async () => {
  world.esplora.serve(easy);
  const { states } = await world.run(['esplora', 'mempool']);
  expect(await newest()).toBe(tip.height);
  expect(states).toMatchObject([{ fault: { kind: 'refused' } }, { fault: null, agreed: tip.height }]);
  expect(states[0]!.fault!.reason).toContain(
    `check "bits": expected at least 1/16 of the difficulty of stored block ${tip.height}, 0x2000ffff, found 0x207fffff`,
  );
});

it('one with a far higher tip that is as hard is followed, as after a month of standstill', async () => {
  world.esplora.serve(hard);
  await world.run(['esplora']);
  expect(await newest()).toBe(hard.at(-1)!.height);
});
