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

/** The queue for events whose runs failed for good, and for messages that could not be processed. */
export const DEAD_LETTERS = 'hashtilt-prod-dead-letters';

/** Steps between runs of the closing job; still often enough to close each day in time. */
const CLOSE_EVERY = 3;

/** Moves a world to a step: sets its clock, and serves the chain as it was then. */
export function advanceTo({ deployment, source }: World, { growing, timeOf }: Days, step: number): void {
  deployment.clock.set(Math.max(timeOf(step), deployment.clock.now()));
  source.serve(growing[step]!);
}

/** Fires schedules one after another, each followed by all the work that comes of it. */
export async function fireAll({ deployment }: World, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await deployment.fire(name);
    await deployment.settle();
  }
}

/** Seeds an empty store and collects the blocks before the day of the majority. */
export async function begin(world: World, days: Days): Promise<void> {
  advanceTo(world, days, 0);
  await fireAll(world, [COLLECT, CLOSE, WAKE]);
}

/** Runs the steps after `from` up to `to`: the chain grows, and the schedules fire. */
export async function runSteps(world: World, days: Days, from: number, to: number): Promise<void> {
  for (let step = from + 1; step <= to; step++) {
    advanceTo(world, days, step);
    await fireAll(world, step % CLOSE_EVERY === 0 ? [COLLECT, CLOSE, WAKE] : [COLLECT, WAKE]);
  }
}

/** Runs the step in which the day of the majority closes and is announced. */
export function runClosingStep(world: World, days: Days): Promise<void> {
  return runSteps(world, days, CLOSING_STEP - 1, CLOSING_STEP);
}
