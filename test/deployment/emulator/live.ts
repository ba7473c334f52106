import { CLOSING_STEP, type Days } from './day.ts';
import type { World } from './world.ts';

export const COLLECT = 'hashtilt-prod-collect-blocks';
export const CLOSE = 'hashtilt-prod-close-days';
export const WAKE = 'hashtilt-prod-wake';
export const HEALTH = 'hashtilt-prod-check-health';
export const FAN_OUT = 'hashtilt-prod-fan-out';
export const DELIVER = {
  telegram: 'hashtilt-prod-deliver-telegram',
  discord: 'hashtilt-prod-deliver-discord',
} as const;
export const TELEGRAM_HOOK = 'hashtilt-prod-telegram-webhook';
export const DISCORD_HOOK = 'hashtilt-prod-discord-interactions';
export const CHAT_WORK = 'hashtilt-prod-chat-work';

export const PUBLISH = 'hashtilt-prod-publish-site';

/** Where events of runs end that failed for good, and messages that nobody could do anything with. */
export const DEAD_LETTERS = 'hashtilt-prod-dead-letters';

/** Days are closed once in so many steps: what matters is that each is closed in time. */
const CLOSE_EVERY = 3;

/** Puts a world to the time of a step: that is when it is, and so far the chain has grown. */
export function comeTo({ deployment, source }: World, { growing, timeOf }: Days, step: number): void {
  deployment.clock.set(Math.max(timeOf(step), deployment.clock.now()));
  source.serve(growing[step]!);
}

/** Lets every schedule that changes something fire once, and all work be done that comes of it. */
export async function fireAll({ deployment }: World, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await deployment.fire(name);
    await deployment.settle();
  }
}

/** Seeds an empty store and collects what there is before the day of the majority. */
export async function begin(world: World, days: Days): Promise<void> {
  comeTo(world, days, 0);
  await fireAll(world, [COLLECT, CLOSE, WAKE]);
}

/** Lets the chain grow from one step to another, the first left out, and the schedules fire as it grows. */
export async function liveOn(world: World, days: Days, from: number, to: number): Promise<void> {
  for (let step = from + 1; step <= to; step++) {
    comeTo(world, days, step);
    await fireAll(world, step % CLOSE_EVERY === 0 ? [COLLECT, CLOSE, WAKE] : [COLLECT, WAKE]);
  }
}

/** Lets the day of the majority close and be told, from the step before. */
export function liveThroughClosing(world: World, days: Days): Promise<void> {
  return liveOn(world, days, CLOSING_STEP - 1, CLOSING_STEP);
}
