import type { Chat } from '../chat/chat.ts';
import { watchLadder } from '../chat/news.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addDays } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import { parseRules } from '../rules/parse-rules.ts';
import type { Transition } from '../warnings/episode.ts';
import { NO_HISTORY, replayRules } from '../warnings/history.ts';

/** Gives the transitions of a chat's own watches, since each was set. */
export type OwnTransitions = (chat: Chat) => readonly Transition[];

/** Evaluates watches on closed days. Chats that set the same watch on the same day share the work. */
export function ownTransitions(closed: Ledger, knowledge: Knowledge): OwnTransitions {
  const known = new Map<string, readonly Transition[]>();
  return ({ watches }) =>
    watches
      .filter(({ paused }) => !paused)
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
    return transitions.map((transition) => ({ ...transition, ladder }));
  }
}
