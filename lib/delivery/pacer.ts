import type { Vendor } from '../chats/chat-key.ts';
import {
  bar,
  blockedUntil,
  countRefusal,
  lease,
  newPace,
  type PaceLimits,
  type PaceState,
  type RateLimited,
  slowDown,
  slowDownIfSeveral,
} from './pace-state.ts';

export type PaceStore = {
  loadPace(vendor: Vendor): Promise<PaceState | undefined>;
  /** @returns false if another sender saved it first, and nothing was written. */
  savePace(vendor: Vendor, state: PaceState): Promise<boolean>;
};

/** Longer pauses are not waited out: the sender returns later. */
const LONGEST_PAUSE_MS = 60_000;
/** After a sleep this long, another sender may have been refused. */
const RECHECK_MS = 20;
/** A sender that loses a write waits up to this long, so that refusals are recorded between leases. */
const STEP_BACK_MS = 50;

type Turn =
  | { readonly kind: 'go' /** Unix milliseconds. */; readonly slot: number }
  | { readonly kind: 'stop' /** Unix seconds. */; readonly until: number };

export type Pacer = ReturnType<typeof createPacer>;

export type PacerDeps = {
  readonly store: PaceStore;
  readonly limits: PaceLimits;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
};

/** Decides when one sender may send next. */
export function createPacer(vendor: Vendor, { store, limits, now, sleep }: PacerDeps) {
  let known: PaceState | undefined;
  let slots: readonly number[] = [];
  /** The end of the pause after which the slots were leased. */
  let pausedUntil = 0;
  let last: Promise<unknown> = Promise.resolve();
  let lastChange: Promise<unknown> = Promise.resolve();

  const load = async () => {
    known = (await store.loadPace(vendor)) ?? newPace(limits);
    return known;
  };
  /** Changes the pace as last known; undefined if another sender changed it first. */
  const tryChange = async <T extends { readonly state: PaceState }>(act: (state: PaceState) => T) => {
    const changed = act(known ?? (await load()));
    known = (await store.savePace(vendor, changed.state))
      ? { ...changed.state, revision: changed.state.revision + 1 }
      : undefined;
    return known === undefined ? undefined : changed;
  };
  /** A sender makes its changes one at a time, so they do not conflict with each other. */
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
  /** Retries at once until the change is saved: until then, everyone keeps sending too fast. */
  const force = <T extends { readonly state: PaceState }>(act: (state: PaceState) => T): Promise<T> =>
    inTurn(async () => {
      let changed = await tryChange(act);
      while (changed === undefined) changed = await tryChange(act);
      return changed;
    });
  const takeTurn = async (deadline: number): Promise<Turn> => {
    for (;;) {
      // Take no slots that would not be used.
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
      // A refusal recorded meanwhile may have met another sender's change, which leaves the pace unknown.
      const state = pause > RECHECK_MS ? await load() : (known ?? (await load()));
      // Slots from before a pause were leased at a pace that proved too fast.
      if (state.blockedUntil === pausedUntil) return { kind: 'go', slot };
      slots = [];
    }
  };
  return {
    /** Waits until one request may be sent. @param deadline Unix milliseconds; later turns are not waited for. */
    turn(deadline = Number.POSITIVE_INFINITY) {
      const turn = last.then(() => takeTurn(deadline));
      last = turn.catch(() => {});
      return turn;
    },
    /**
     * Records that the service rate limited a request.
     *
     * @param isGlobal whether the service says the limit is for all chats; otherwise it may be this chat's own.
     * @returns whether everyone waits now; otherwise only the chat should.
     */
    async rateLimited(refused: RateLimited, isGlobal: boolean) {
      const changed = await force((state) =>
        isGlobal
          ? { state: slowDown(state, limits, refused.seconds, refused.slot, now()), isGlobal }
          : slowDownIfSeveral(state, limits, refused, now()),
      );
      return changed.isGlobal;
    },
    /**
     * Records that the service accepts nothing from this sender: no one sends for this long.
     *
     * @returns whether this sender is the first to notice.
     */
    async barred(seconds: number) {
      return (await force((state) => bar(state, seconds, now()))).isNew;
    },
    /** Records that the service refused a request for another reason. */
    async refused() {
      await force((state) => ({ state: countRefusal(state, now()) }));
    },
  };
}
