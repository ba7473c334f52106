import { beforeAll, describe, expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { countOf } from '../../lib/daily/figures.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { ANTPOOL, chainOfDays, FOUNDRY, ordinaryDays, planDay } from '../support/chains.ts';
import { startMempoolPeer } from '../support/mempool-peer.ts';
import { runCli } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { startServices } from '../support/services.ts';

/** Ends three hours after the midnight that ends this day. */
const chain = chainOfDays(ordinaryDays('2026-05-20', 8));
const DAY = '2026-05-27';
const NEXT = '2026-05-28';

/** The chain below a given block of the day, counted from midnight. */
function chainBelow(block: number): readonly BuiltBlock[] {
  const { time } = planDay({ day: DAY })[block]!;
  return chain.filter((built) => built.time < time);
}

function branch(below: readonly BuiltBlock[], plans: Parameters<typeof buildChain>[1]) {
  return [...below, ...buildChain(below, plans)];
}

/** Runs `daily --send` once per chain, in order, while the peer serves that chain. */
async function follow(seeded: SeededStore, ...chains: readonly (readonly BuiltBlock[])[]) {
  using folder = seeded.copy();
  const peer = await startMempoolPeer(chains[0]!);
  const services = await startServices();
  const env = {
    HASHTILT_STORE: folder.path,
    HASHTILT_MEMPOOL_URL: peer.address,
    HASHTILT_MEMPOOL_PACE_MS: '0',
    ...services.env,
  };
  const runs: { readonly day: string; readonly digest: string; readonly requests: number }[] = [];
  for (const served of chains) {
    peer.serve(served);
    const { code, stdout, stderr } = await runCli(['daily', '--send', '--json'], { env });
    if (code !== 0) throw new Error(stderr);
    const { day, digest } = JSON.parse(stdout);
    const requests = services.telegram.sent.length + services.discord.requests();
    runs.push({ day, digest: digest.text, requests });
  }
  await Promise.all([peer.close(), services.close()]);
  const store = await openEmbeddedStore(folder.path);
  const entry = (await store.ledger.loadDays()).find(({ day }) => day === DAY);
  const figures = await store.figures.loadFigures();
  const warning = await store.messages.loadMessage(`warning-${DAY}`);
  const transitions = await store.warnings.loadTransitions(parseDay(DAY), parseDay(NEXT));
  await store.close();
  const pools = figures && countOf(figures, 'pool', 1).counts;
  return { runs, pools, entry, warning, transitions };
}

const belowClosedDay = branch(chainBelow(60), [
  ...planDay({ day: DAY, tags: [FOUNDRY], from: 60 }),
  ...planDay({ day: NEXT, to: 19 }),
]);

const justAfterMidnight = chain.filter(({ time }) => time < planDay({ day: NEXT })[3]!.time);
/** Replaces the last five blocks, so that one block fewer is before midnight. */
const acrossMidnight = branch(chainBelow(142), [
  ...planDay({ day: DAY, tags: [ANTPOOL], from: 142, to: 143 }),
  ...planDay({ day: NEXT, tags: [ANTPOOL], to: 18 }),
]);

/** More blocks than the chain has, and all of them before midnight. */
const beforeMidnight = branch(
  chainBelow(60),
  Array.from({ length: 110 }, (_, index) => ({
    time: planDay({ day: DAY })[60]!.time + 450 * index,
    tag: FOUNDRY,
  })),
);
const closedAgain = branch(beforeMidnight, planDay({ day: NEXT, to: 18 }));

type Followed = Awaited<ReturnType<typeof follow>>;
let deep: Followed;
let shallow: Followed;
let reopened: Followed;
beforeAll(async () => {
  using seeded = await seedStore();
  [deep, shallow, reopened] = await Promise.all([
    follow(seeded, chain, belowClosedDay),
    follow(seeded, justAfterMidnight, acrossMidnight),
    follow(seeded, chain, beforeMidnight, closedAgain),
  ]);
});

describe('a reorganisation below a closed day, whose new branch gives one pool a majority of that day', () => {
  it('recounts the day, as a revision of it', () => {
    expect(deep.entry).toMatchObject({ kind: 'closed', revision: 2, count: { blocks: 144 } });
  });

  it('is followed by corrected shares', () => {
    // 18 blocks before the fork, 84 after it.
    expect(deep.pools?.get('foundryusa')).toBe(102);
  });

  it("shows each block that left the chain with its pool and the winner's", () => {
    const [before, after] = deep.runs;
    expect(before!.digest).not.toContain('Lost blocks');
    expect(after!.digest).toContain(`Lost blocks
• A block of AntPool at 961,142 lost against Foundry USA's
• A block of ViaBTC at 961,143 lost against Foundry USA's
• A block of Foundry USA at 961,144 lost against Foundry USA's
• A block of F2Pool at 961,145 lost against Foundry USA's
• A block of SpiderPool at 961,146 lost against Foundry USA's
• 78 more, up to 961,224
`);
  });

  it('is reported in the digest of the same day', () => {
    const [before, after] = deep.runs;
    expect(after!.day).toBe(before!.day);
    expect(before!.digest).not.toContain('Corrections');
    expect(after!.digest).toMatch(/Corrections\n.*27 May 2026/);
  });

  it('fires in hindsight, without sending anything', () => {
    expect(deep.transitions).toContainEqual(
      expect.objectContaining({ rule: 'owner-half-1d', kind: 'fired' }),
    );
    expect(deep.warning).toBeUndefined();
    // The digest of the first run, to both services; Discord is also asked for the kind of channel.
    expect(deep.runs.map(({ requests }) => requests)).toEqual([3, 3]);
  });
});

it('after a reorganisation across midnight the day has the blocks of the new branch', () => {
  expect(shallow.runs.map(({ day }) => day)).toEqual(['2026-05-26', DAY]);
  expect(shallow.entry).toMatchObject({ kind: 'closed', revision: 1, count: { blocks: 143 } });
  // 7 rounds of the 20 ordinary blocks with 4 of AntPool, one more in the next two blocks, one in the branch.
  expect(shallow.pools?.get('antpool')).toBe(30);
  expect(shallow.runs[1]!.digest).not.toContain('Corrections');
});

describe('a day whose end leaves the chain', () => {
  it('is reopened, and closes later as a new revision', () => {
    expect(reopened.runs.map(({ day }) => day)).toEqual([DAY, '2026-05-26', DAY]);
    expect(reopened.entry).toMatchObject({ kind: 'closed', revision: 2, count: { blocks: 170 } });
  });

  it('is reported as corrected, and a rule that fires in hindsight warns nobody', () => {
    expect(reopened.runs[2]!.digest).toMatch(/Corrections\n.*27 May 2026/);
    expect(reopened.transitions).toContainEqual(
      expect.objectContaining({ rule: 'owner-half-1d', kind: 'fired' }),
    );
    expect(reopened.warning).toBeUndefined();
  });
});
