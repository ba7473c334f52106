import type { MempoolPeer } from '../../support/mempool-peer.ts';
import type { RecentChain } from './day.ts';
import type { EmulatedDeployment } from './deployment.ts';

export const COLLECT = 'hashtilt-prod-collect-blocks';
export const CLOSE = 'hashtilt-prod-close-days';
export const HEALTH = 'hashtilt-prod-check-health';

/** Days are closed once in so many steps: what matters is that each is closed in time. */
const CLOSE_EVERY = 3;

/** What goes wrong at a step; it fires the schedules itself where it returns true. */
export type Disturb = (step: number, name: string) => Promise<boolean>;

/** Seeds an empty store and collects what there is before the day of the majority. */
export async function begin(
  deployment: EmulatedDeployment,
  source: MempoolPeer,
  { growing }: RecentChain,
): Promise<void> {
  source.serve(growing[0]!);
  await deployment.fire(COLLECT);
  await deployment.fire(CLOSE);
}

/** Lets the chain grow up to now and the schedules fire as it grows. */
export async function liveOn(
  deployment: EmulatedDeployment,
  source: MempoolPeer,
  { growing }: RecentChain,
  disturb: Disturb = async () => false,
): Promise<void> {
  const fire = async (step: number, name: string) => {
    if (!(await disturb(step, name))) await deployment.fire(name);
  };
  for (const [step, chain] of growing.entries()) {
    if (step === 0) continue;
    source.serve(chain);
    await fire(step, COLLECT);
    if (step % CLOSE_EVERY === 0 || step === growing.length - 1) await fire(step, CLOSE);
  }
}
