import type { Vendor } from '../chats/chat-key.ts';
import {
  bar,
  blockedUntil,
  countRefusal,
  lease,
  newPace,
  type PaceLimits,
  type PaceState,
  slowDown,
  slowDownIfSeveral,
  type TooFast,
} from './pace-state.ts';

/** Keeps the pace that all senders of a service share. */
export type PaceStore = {
  loadPace(vendor: Vendor): Promise<PaceState | undefined>;
  /** @returns false where another sender saved it meanwhile: nothing was written. */
  savePace(vendor: Vendor, state: PaceState): Promise<boolean>;
};

/** Longer pauses are not waited for: whoever sends comes back later. */
const LONGEST_PAUSE_MS = 60_000;
/** After a sleep of so long another sender may have been refused. */
const LOOK_AGAIN_MS = 20;
/** Whoever finds that another sender was first waits up to so long, so that refusals are noted between leases. */
const STEP_BACK_MS = 50;

export type Turn =
  | { readonly kind: 'go' /** Unix milliseconds. */; readonly slot: number }
  | { readonly kind: 'stop' /** Unix seconds. */; readonly until: number };

/** Tells one sender when it may send next. */
export type Pacer = {
  /**
   * Waits until one request may be sent.
   *
   * @param deadline a turn after it is not waited for, in Unix milliseconds.
   */
  turn(deadline?: number): Promise<Turn>;
  /**
   * The service refused a request for being too fast.
   *
   * @param everybody whether it says that it means all chats; else it may mean the one alone.
   * @returns whether everybody waits now; else the chat alone is to.
   */
  refusedForPace(refused: TooFast, everybody: boolean): Promise<boolean>;
  /** The service refused a request for another reason. */
  refused(): Promise<void>;
  /**
   * The service takes nothing from this sender: nobody sends for so long.
   *
   * @returns whether nobody had found that out before.
   */
  barred(seconds: number): Promise<boolean>;
};

export type PacerDeps = {
  readonly store: PaceStore;
  readonly limits: PaceLimits;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
};

export function createPacer(vendor: Vendor, { store, limits, now, sleep }: PacerDeps): Pacer {
  let known: PaceState | undefined;
  let slots: readonly number[] = [];
  /** The end of the pause after which the slots were given out. */
  let pausedUntil = 0;
  let last: Promise<unknown> = Promise.resolve();
  let lastChange: Promise<unknown> = Promise.resolve();

  const load = async () => {
    known = (await store.loadPace(vendor)) ?? newPace(limits);
    return known;
  };
  /** Changes the pace that was last known; undefined where another sender changed it meanwhile. */
  const tryChange = async <T extends { readonly state: PaceState }>(act: (state: PaceState) => T) => {
    const changed = act(known ?? (await load()));
    known = (await store.savePace(vendor, changed.state))
      ? { ...changed.state, revision: changed.state.revision + 1 }
      : undefined;
    return known === undefined ? undefined : changed;
  };
  /** One change of a sender after another, lest they take the pace from each other. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = lastChange.then(act);
    lastChange = done.catch(() => {});
    return done;
  };
  const takeSlots = async (): Promise<readonly number[]> => {
    for (;;) {
      const leased = await inTurn(() => tryChange((state) => lease(state, limits, now())));
      if (leased !== undefined) {
        pausedUntil = leased.state.blockedUntil;
        return leased.slots;
      }
      await sleep(Math.random() * STEP_BACK_MS);
    }
  };
  /** What a refusal teaches is noted at once: meanwhile everybody goes on too fast. */
  const learn = <T extends { readonly state: PaceState }>(act: (state: PaceState) => T): Promise<T> =>
    inTurn(async () => {
      for (;;) {
        const learned = await tryChange(act);
        if (learned !== undefined) return learned;
      }
    });
  const takeTurn = async (deadline: number): Promise<Turn> => {
    for (;;) {
      // Nobody takes turns away that nobody would use.
      const until = blockedUntil(known ?? (await load()), now());
      if (until - now() > LONGEST_PAUSE_MS) return { kind: 'stop', until: Math.ceil(until / 1000) };
      if (slots.length === 0) slots = await takeSlots();
      const [slot = 0, ...rest] = slots;
      slots = rest;
      const pause = slot - now();
      if (pause > LONGEST_PAUSE_MS || slot > deadline) {
        slots = [];
        return { kind: 'stop', until: Math.ceil(slot / 1000) };
      }
      if (pause > 0) await sleep(pause);
      // A refusal noted meanwhile may have found that somebody else wrote, so that nothing is known for now.
      const state = pause > LOOK_AGAIN_MS ? await load() : (known ?? (await load()));
      // Slots from before a pause were given out at a pace that is known to be too fast.
      if (state.blockedUntil === pausedUntil) return { kind: 'go', slot };
      slots = [];
    }
  };
  return {
    turn(deadline = Number.POSITIVE_INFINITY) {
      const turn = last.then(() => takeTurn(deadline));
      last = turn.catch(() => {});
      return turn;
    },
    async refusedForPace(refused, everybody) {
      const learned = await learn((state) =>
        everybody
          ? { state: slowDown(state, limits, refused.seconds, refused.slot, now()), everybody }
          : slowDownIfSeveral(state, limits, refused, now()),
      );
      return learned.everybody;
    },
    async barred(seconds) {
      return (await learn((state) => bar(state, seconds, now()))).isNew;
    },
    async refused() {
      await learn((state) => ({ state: countRefusal(state, now()) }));
    },
  };
}
