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

/** Stores the pace that all senders of a service share. */
export type PaceStore = {
  loadPace(vendor: Vendor): Promise<PaceState | undefined>;
  /** @returns false where another sender has saved it meanwhile: nothing was written. */
  savePace(vendor: Vendor, state: PaceState): Promise<boolean>;
};

/** Longer pauses are not waited out: the sender comes back later. */
const LONGEST_PAUSE_MS = 60_000;
/** After a sleep this long, another sender may have been refused. */
const LOOK_AGAIN_MS = 20;
/** A sender that finds another one was first waits up to this long, so that refusals are noted between leases. */
const STEP_BACK_MS = 50;

export type Turn =
  | { readonly kind: 'go' /** Unix milliseconds. */; readonly slot: number }
  | { readonly kind: 'stop' /** Unix seconds. */; readonly until: number };

/** Tells one sender when it may send next. */
export type Pacer = {
  /**
   * Waits until one request may be sent.
   *
   * @param deadline no turn after it is waited for, in Unix milliseconds.
   */
  turn(deadline?: number): Promise<Turn>;
  /**
   * The service rate limited a request.
   *
   * @param everybody whether it says that this is for all chats; else it may be for the one alone.
   * @returns whether everybody waits now; else only the chat should.
   */
  refusedForPace(refused: TooFast, everybody: boolean): Promise<boolean>;
  /** The service refused a request for another reason. */
  refused(): Promise<void>;
  /**
   * The service accepts nothing from this sender: nobody sends for this long.
   *
   * @returns whether this is the first to find that out.
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
  /** Changes the pace as last known; undefined where another sender has changed it meanwhile. */
  const tryChange = async <T extends { readonly state: PaceState }>(act: (state: PaceState) => T) => {
    const changed = act(known ?? (await load()));
    known = (await store.savePace(vendor, changed.state))
      ? { ...changed.state, revision: changed.state.revision + 1 }
      : undefined;
    return known === undefined ? undefined : changed;
  };
  /** A sender makes its changes one after another, so that they do not conflict with each other. */
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
  /** A refusal is noted at once: until then everybody goes on too fast. */
  const learn = <T extends { readonly state: PaceState }>(act: (state: PaceState) => T): Promise<T> =>
    inTurn(async () => {
      let learned = await tryChange(act);
      while (learned === undefined) learned = await tryChange(act);
      return learned;
    });
  const takeTurn = async (deadline: number): Promise<Turn> => {
    for (;;) {
      // No turns are taken that would not be used.
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
      // A refusal noted meanwhile may have found another sender's change, so that the pace is unknown for now.
      const state = pause > LOOK_AGAIN_MS ? await load() : (known ?? (await load()));
      // Slots from before a pause were given out at a pace that proved too fast.
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
