import { type Chat, MAX_WATCHES } from '../../chats/chat.ts';
import { addDays } from '../../core/ledger/utc-day.ts';
import type { LatestFigures } from '../../daily/figures.ts';
import type { Answer } from '../answer.ts';
import { nothingKnownAnswer } from '../english/refusals.ts';
import {
  impossibleLevelAnswer,
  unwatchedAnswer,
  watchesAnswer,
  watchesFullAnswer,
  watchLevelAnswer,
  watchSetAnswer,
  watchWhatAnswer,
  whichWatchAnswer,
} from '../english/watches.ts';
import { completeName, fold, nameOf } from '../match-name.ts';
import { wordsOf } from '../quantities.ts';
import { ANYBODY, parseWatch, type TypedWatch, type Watch, type Watched, watchRule } from '../watching.ts';
import type { AnswerDeps, Asked, Run } from './asked.ts';
import { changeChat } from './change-chat.ts';
import { optionOf, type Thing, thingLists } from './look-up.ts';
import { resolveName } from './resolve.ts';
import { largestPools } from './shares.ts';

const ANYBODY_WORDS: ReadonlySet<string> = new Set(['any', 'anybody', 'anyone', 'everybody']);

export const watch: Run = async (asked, deps) => {
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return nothingKnownAnswer();
  const typed = parseWatch(asked.rest);
  const behind = typed.level === undefined ? '' : levelWords(typed);
  const of = typed.of === undefined ? '' : `${typed.of} `;
  const answer = (watched: Watched) => setWatch(asked, deps, figures, watched, typed);
  if (typed.who === '*' || ANYBODY_WORDS.has(fold(typed.who))) return answer(ANYBODY);
  return resolveName<Thing>({
    command: asked.command,
    typed: typed.who,
    kind: 'pool, owner, country or region',
    lists: thingLists(figures),
    optionOf: (thing) => ({ ...optionOf(thing), command: `watch ${of}${keyOf(thing)}${behind}` }),
    usual: largestPools(figures, 'watch', behind),
    answer: (thing) => {
      if (thing.kind === 'subject') return answer(thing.subject);
      if (thing.kind === 'region') return answer({ lens: 'region', key: thing.code });
      if (typed.of === undefined) return watchWhatAnswer(thing.code, behind);
      return answer({ lens: typed.of === 'machines' ? 'country' : 'operator-country', key: thing.code });
    },
  });
};

function keyOf(thing: Thing): string {
  return thing.kind === 'subject' ? thing.subject.key : thing.code;
}

function levelWords({ side, level, window }: TypedWatch): string {
  const written =
    typeof level?.written === 'number' ? `${Number((level.value * 100).toFixed(6))}%` : level?.written;
  return `${side === 'below' ? ' below' : ''} ${written} ${window}d`;
}

async function setWatch(
  { request }: Asked,
  deps: AnswerDeps,
  figures: LatestFigures,
  watched: Watched,
  typed: TypedWatch,
): Promise<Answer> {
  const { level } = typed;
  if (level === undefined) return watchLevelAnswer(watched);
  if (level.value <= 0 || level.value >= 1) return impossibleLevelAnswer();
  const rule = watchRule(watched, level, typed);
  const added: Watch = { id: rule.id, rule, since: addDays(figures.day, 1), paused: false };
  const outcome: { kind: 'new' | 'known' | 'full' } = { kind: 'new' };
  const { chat: saved, hasJoined } = await changeChat(deps, request, (chat) => {
    const isKnown = chat.watches.some(({ id }) => id === added.id);
    outcome.kind = isKnown ? 'known' : chat.watches.length >= MAX_WATCHES ? 'full' : 'new';
    return outcome.kind === 'full' ? chat : { ...chat, watches: withWatch(chat.watches, added) };
  });
  if (outcome.kind === 'full') return watchesFullAnswer(MAX_WATCHES);
  const set = saved.watches.find(({ id }) => id === added.id)!;
  return watchSetAnswer(figures, set, { isNew: outcome.kind === 'new', hasJoined });
}

/** Adds a watch; one of its name goes on from the day it was set, and is paused no longer. */
function withWatch(all: Chat['watches'], added: Watch): Chat['watches'] {
  if (!all.some(({ id }) => id === added.id)) return [...all, added];
  return all.map((one) => (one.id === added.id ? { ...added, since: one.since } : one));
}

export const watches: Run = async ({ request }, deps) => {
  const [chat, figures] = await Promise.all([deps.chats.loadChat(request.chat), deps.figures.loadFigures()]);
  return watchesAnswer(chat?.watches ?? [], figures);
};

const HOW = ['remove', 'pause', 'resume'] as const;

export const unwatch: Run = async ({ request, rest }, deps) => {
  const words = wordsOf(rest);
  const how = words.length > 1 ? HOW.find((word) => word === words.at(-1)?.toLowerCase()) : undefined;
  const typed = (how === undefined ? words : words.slice(0, -1)).join(' ');
  const known = await deps.chats.loadChat(request.chat);
  const chosen = chosenWatches(known?.watches ?? [], typed);
  if (chosen.length === 0) return whichWatchAnswer(known?.watches ?? []);
  const ids = new Set(chosen.map(({ id }) => id));
  await changeChat(deps, request, (chat) => ({ ...chat, watches: withoutThem(chat.watches, ids, how) }));
  return unwatchedAnswer(how ?? 'remove', chosen);
};

function withoutThem(
  all: Chat['watches'],
  ids: ReadonlySet<string>,
  how: (typeof HOW)[number] | undefined,
): Chat['watches'] {
  if (how === undefined || how === 'remove') return all.filter(({ id }) => !ids.has(id));
  return all.map((one) => (ids.has(one.id) ? { ...one, paused: how === 'pause' } : one));
}

/** The watches that are meant: all of them, the one of that name, or the only one that begins so. */
function chosenWatches(all: readonly Watch[], typed: string): readonly Watch[] {
  if (fold(typed) === 'all') return all;
  const exact = all.filter(({ id }) => fold(id) === fold(typed));
  if (exact.length > 0 || typed === '') return exact;
  const like = completeName(typed, watchCandidates(all));
  return like.length === 1 ? like : [];
}

/** Watches by their names. */
export function watchCandidates(all: readonly Watch[]) {
  return all.map((value) => ({ value, names: [nameOf(value.id)], isLikely: true }));
}
