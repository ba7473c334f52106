import type { Assembly } from './assembly.ts';
import type { EmulatedClock } from './clock.ts';
import { subscribeAll } from './conversation.ts';
import { CLOSING_STEP, type Days } from './day.ts';
import { writesOf } from './faults.ts';
import type { Recorded } from './gateway.ts';
import { type Items, lasting } from './items.ts';
import { fireAll, runSteps, WAKE } from './live.ts';
import { type Received, receivedBy, since } from './received.ts';
import { startTable } from './table.ts';
import { resolveTemplate } from './template.ts';
import { startWorld, type World } from './world.ts';

const HOUR_SECONDS = 3600;
const LATER_SECONDS = 120;

/** Where a world can begin: all chats have just subscribed, or the day is about to close. */
type Moment = 'subscribed' | 'before-closing';

/** The closing of the day of the majority if nothing goes wrong. */
export type Closing = {
  /** The messages that every chat receives. */
  readonly expected: Received;
  /** The lasting items that the table then holds. */
  readonly lasting: Items;
  /** What functions wrote during it, and while chats subscribed. */
  readonly written: readonly Pick<Recorded, 'caller' | 'writes'>[];
  /** What the table holds at each moment. */
  readonly held: Readonly<Record<Moment, Items>>;
};

/** Runs up to the closing, and through it. */
export async function liveToClosing(
  assembly: Assembly,
  clock: EmulatedClock,
  days: Days,
  begun: Items,
): Promise<Closing> {
  const table = (await startTable(resolveTemplate(assembly)))!;
  const world = await startWorld(assembly, { clock, table, atFullSpeed: true, items: begun });
  const { gateway } = world.deployment;
  await subscribeAll(world);
  const subscribing = [...gateway.recorded];
  const subscribed = await table.items();
  await runSteps(world, days, 0, CLOSING_STEP - 1);
  const [earlier, before] = [receivedBy(world), gateway.recorded.length];
  const beforeClosing = await table.items();
  await runSteps(world, days, CLOSING_STEP - 1, CLOSING_STEP);
  const closing: Closing = {
    expected: since(earlier, receivedBy(world)),
    lasting: lasting(await table.items()),
    written: [...subscribing, ...gateway.recorded.slice(before)],
    held: { subscribed, 'before-closing': beforeClosing },
  };
  await world.close();
  await table.close();
  return closing;
}

/** The closing in a separate table, to be repeated while something goes wrong. */
export type ClosingAgain = Pick<Closing, 'expected' | 'lasting'> & {
  /** Every kind of write that functions make if nothing goes wrong. */
  readonly writes: (...names: readonly string[]) => readonly string[];
  /** Opens a new world as it was at a moment; closes the previous one. */
  readonly resume: (from?: Moment) => Promise<World>;
  readonly close: () => Promise<void>;
};

export async function closeAgain(
  assembly: Assembly,
  clock: EmulatedClock,
  days: Days,
  { expected, lasting, written, held }: Closing,
): Promise<ClosingAgain> {
  const table = (await startTable(resolveTemplate(assembly)))!;
  let world: World | undefined;
  return {
    expected,
    lasting,
    writes: (...names) => writesOf(written, names),
    async resume(from = 'before-closing') {
      await world?.close();
      // A little later than before: Discord's ids depend on the time.
      clock.set(days.timeOf(from === 'subscribed' ? 0 : CLOSING_STEP - 1) + LATER_SECONDS);
      world = await startWorld(assembly, { clock, table, atFullSpeed: true, items: held[from] });
      return world;
    },
    close: async () => {
      await world?.close();
      await table.close();
    },
  };
}

/** Lets hours pass, in which anything lost is found again. */
export async function later(world: World, hours: number): Promise<void> {
  const { clock } = world.deployment;
  for (let hour = 0; hour < hours; hour++) {
    clock.set(clock.now() + HOUR_SECONDS);
    await fireAll(world, [WAKE]);
  }
}
