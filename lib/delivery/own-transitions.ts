import { type Chat, isJump } from '../chats/chat.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { addDays } from '../core/ledger/utc-day.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import { parseRules } from '../core/rules/parse-rules.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { NO_HISTORY, replayRules } from '../core/warnings/history.ts';
import { watchLadder } from './news.ts';

/** Returns the transitions of a chat's own watches, each since it was set. */
export type OwnTransitions = (chat: Chat) => readonly Transition[];

/** Evaluates watches on closed days. Chats that set the same watch on the same day share the work. */
export function ownTransitions(closed: Ledger, knowledge: Knowledge): OwnTransitions {
  const known = new Map<string, readonly Transition[]>();
  return ({ watches }) =>
    watches
      .filter(({ paused, rule }) => !paused && !isJump(rule))
      .flatMap(({ id, rule, since }) => {
        const key = JSON.stringify([id, rule, since]);
        const found = known.get(key) ?? evaluate(id, rule, since);
        known.set(key, found);
        return found;
      });

  function evaluate(id: string, rule: unknown, since: Chat['watches'][number]['since']) {
    const start = { ...NO_HISTORY, through: addDays(since, -1) };
    const { transitions } = replayRules(closed, parseRules([rule], `watch ${id}`), knowledge, start);
    const ladder = watchLadder(id);
    // A change of basis is not sent.
    return transitions
      .filter(({ kind }) => kind !== 'basis-changed')
      .map((transition) => ({ ...transition, ladder }));
  }
}
