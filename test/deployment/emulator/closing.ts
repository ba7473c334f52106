import type { Assembly } from './assembly.ts';
import type { EmulatedClock } from './clock.ts';
import { subscribeAll } from './conversation.ts';
import { CLOSING_STEP, type Days } from './day.ts';
import { writesOf } from './faults.ts';
import { type Items, lasting } from './items.ts';
import { fireAll, liveOn, WAKE } from './live.ts';
import { startTable } from './table.ts';
import { resolveTemplate } from './template.ts';
import { type Told, toldBy } from './told.ts';
import { startWorld, type World } from './world.ts';

const HOUR_SECONDS = 3600;
const LATER_SECONDS = 120;

/** The closing of the day of the majority, to be lived through again and again. */
export type Closing = {
  /** What everybody is told where nothing goes wrong. */
  readonly expected: Told;
  /** What the table then holds that lasts. */
  readonly lasting: Items;
  /** Every kind of write that functions make in it, and when everybody subscribed, where nothing goes wrong. */
  readonly writes: (...names: readonly string[]) => readonly string[];
  /** A new world as it was right before the day closes, or when everybody had just subscribed. */
  readonly resume: (from?: 'before-closing' | 'subscribed') => Promise<World>;
  readonly close: () => Promise<void>;
};

/** Comes to the closing once, and lives through it once without a fault. */
export async function prepareClosing(
  assembly: Assembly,
  clock: EmulatedClock,
  days: Days,
  begun: Items,
): Promise<Closing> {
  const table = (await startTable(resolveTemplate(assembly)))!;
  const options = { clock, table, atFullSpeed: true };
  const first = await startWorld(assembly, { ...options, items: begun });
  await subscribeAll(first);
  const subscribing = [...first.deployment.gateway.recorded];
  const subscribed = await table.items();
  await liveOn(first, days, 0, CLOSING_STEP - 1);
  const beforeClosing = await table.items();
  await first.close();

  let world: World | undefined;
  async function resume(from: 'before-closing' | 'subscribed' = 'before-closing'): Promise<World> {
    await world?.close();
    const [items, step]: [Items, number] =
      from === 'subscribed' ? [subscribed, 0] : [beforeClosing, CLOSING_STEP - 1];
    // A little later than before: ids of Discord follow from the time.
    clock.set(days.timeOf(step) + LATER_SECONDS);
    world = await startWorld(assembly, { ...options, items });
    return world;
  }

  const calm = await resume();
  await liveOn(calm, days, CLOSING_STEP - 1, CLOSING_STEP);
  return {
    expected: toldBy(calm),
    lasting: lasting(await table.items()),
    writes: (...names) => writesOf([...subscribing, ...calm.deployment.gateway.recorded], names),
    resume,
    close: async () => {
      await world?.close();
      await table.close();
    },
  };
}

/** Lets hours go by, in which whatever was lost is found again. */
export async function later(world: World, hours: number): Promise<void> {
  const { clock } = world.deployment;
  for (let hour = 0; hour < hours; hour++) {
    clock.set(clock.now() + HOUR_SECONDS);
    await fireAll(world, [WAKE]);
  }
}
