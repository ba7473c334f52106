import { cpSync, rmSync } from 'node:fs';
import { type BuiltBlock, buildChain } from './chain-builder.ts';
import { chainOfDays, dayAfter, FOUNDRY, ordinaryDays, planDay } from './chains.ts';
import { startMempoolPeer } from './mempool-peer.ts';
import { runCli, temporaryFolder } from './run-cli.ts';
import { seedStore } from './seeded-store.ts';
import { type Services, startServices, titlesAt } from './services.ts';

/** Eight days on which Foundry USA mines three blocks of ten, then a day that is all its own. */
const FIRST = '2026-05-20';
export const MAJORITY_DAY = dayAfter(FIRST, 8);
export const steady = chainOfDays(ordinaryDays(FIRST, 8));
const rest = [
  ...planDay({ day: MAJORITY_DAY, tags: [FOUNDRY], from: 18 }),
  ...planDay({ day: dayAfter(MAJORITY_DAY, 1), to: 19 }),
];
export const whole = [...steady, ...buildChain(steady, rest)];

/** So many blocks are too few to tell of. */
export const TOO_FEW = 9;

export const SEND = ['daily', '--send'];

/** Titles of the early signs that each service got. */
export function earlySigns(services: Services) {
  const { telegram, discord } = titlesAt(services);
  return [telegram, discord].map((titles) =>
    titles.filter((title) =>
      /Early sign: Foundry USA \(DCG\): above half of Bitcoin mining since/.test(title ?? ''),
    ),
  );
}

/** A store that was told of the day block by block, the way a station hears of it, up to its early sign. */
export async function startSuddenMajority() {
  const [seeded, peer, services] = await Promise.all([
    seedStore(),
    startMempoolPeer(steady),
    startServices(),
  ]);
  const source = { HASHTILT_MEMPOOL_URL: peer.address, HASHTILT_MEMPOOL_PACE_MS: '0' };
  const env = { HASHTILT_STORE: seeded.path, ...source, ...services.env };
  /** The store before the run that told of it. */
  const eve = temporaryFolder();
  /** Serves a chain and runs the daily job once. */
  const collect = async (chain: readonly BuiltBlock[]) => {
    peer.serve(chain);
    const { code, stderr } = await runCli(SEND, { env });
    if (code !== 0) throw new Error(stderr);
  };

  await collect(steady);
  let length = steady.length + TOO_FEW;
  await collect(whole.slice(0, length));
  while (earlySigns(services)[0]!.length === 0 && length < steady.length + 30) {
    rmSync(eve.path, { recursive: true });
    cpSync(seeded.path, eve.path, { recursive: true });
    length += 1;
    await collect(whole.slice(0, length));
  }
  return {
    ...{ peer, source, services, eve, collect },
    /** Height of the newest block when the early sign came. */
    toldAt: whole[length - 1]!.height,
    async close() {
      await Promise.all([peer.close(), services.close()]);
      seeded[Symbol.dispose]();
      eve[Symbol.dispose]();
    },
  };
}
