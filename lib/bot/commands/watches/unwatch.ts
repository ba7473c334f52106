import type { Chat } from '../../../chats/chat.ts';
import { button } from '../../../messages/button.ts';
import { capitalised } from '../../../messages/format.ts';
import { code } from '../../../messages/message.ts';
import { type Answer, list, reply, replyPrivately, words } from '../../answer.ts';
import { changeChat } from '../../change-chat.ts';
import {
  type BotDeps,
  type CompletionContext,
  command,
  type Invocation,
  optional,
  required,
} from '../../command.ts';
import { type Candidate, completeName, fold, nameOf } from '../../match-name.ts';
import { among, kind, oneOf } from '../../option-kinds.ts';
import { wordsOf } from '../../quantities.ts';
import type { Choice } from '../../reply.ts';
import { watchText } from './watch-text.ts';
import { noWatchesAnswer } from './watches.ts';
import type { Watch } from './watching.ts';

const HOW = ['remove', 'pause', 'resume'] as const;

type How = (typeof HOW)[number];

export const unwatch = command({
  name: 'unwatch',
  description: 'Remove an alarm, or all of them; "pause" and "resume" keep it',
  options: [
    required('alarm', kind(completeWatch), 'Its name, as /watches shows it, or "all"'),
    optional('how', oneOf(HOW), 'remove, pause or resume'),
  ],
  permission: 'chat-admins',
  example: '/unwatch foundryusa-35',
  run: removeWatches,
});

async function removeWatches({ request, rest }: Invocation, deps: BotDeps): Promise<Answer> {
  const words = wordsOf(rest);
  const how = words.length > 1 ? HOW.find((word) => word === words.at(-1)?.toLowerCase()) : undefined;
  const typed = (how === undefined ? words : words.slice(0, -1)).join(' ');
  const known = await deps.chats.loadChat(request.chat);
  const all = known?.watches ?? [];
  const chosen = chosenWatches(all, typed);
  if (chosen.length === 0) {
    const like = completeName(typed, watchCandidates(all));
    return whichWatchAnswer(like.length > 0 ? like : all, how ?? 'remove');
  }
  const ids = new Set(chosen.map(({ id }) => id));
  await changeChat(deps, request, (chat) => ({ ...chat, watches: changedWatches(chat.watches, ids, how) }));
  const did = { remove: 'removed', pause: 'paused', resume: 'on again' }[how ?? 'remove'];
  return reply(
    'unwatch',
    chosen.length === 1 ? `Alarm ${did}` : `${chosen.length} alarms ${did}`,
    [list(chosen.map(watchText))],
    [button('All alarms', 'watches')],
  );
}

function changedWatches(
  all: Chat['watches'],
  ids: ReadonlySet<string>,
  how: How | undefined,
): Chat['watches'] {
  if (how === undefined || how === 'remove') return all.filter(({ id }) => !ids.has(id));
  return all.map((one) => (ids.has(one.id) ? { ...one, paused: how === 'pause' } : one));
}

/** The watches that a text names: all, the one with that name, or the only match. */
function chosenWatches(all: readonly Watch[], typed: string): readonly Watch[] {
  if (fold(typed) === 'all') return all;
  const exact = all.filter(({ id }) => fold(id) === fold(typed));
  if (exact.length > 0 || typed === '') return exact;
  const like = completeName(typed, watchCandidates(all));
  return like.length === 1 ? like : [];
}

async function completeWatch(
  typed: string,
  { chat }: CompletionContext,
  { chats }: BotDeps,
): Promise<readonly Choice[]> {
  const watches = (await chats.loadChat(chat))?.watches ?? [];
  const choices = completeName(typed, watchCandidates(watches)).map((watch) => ({
    name: `${watch.id}: ${watchText(watch)}`,
    value: watch.id,
  }));
  return watches.length > 1 ? [...choices, ...among(typed, ['all'])] : choices;
}

function watchCandidates(all: readonly Watch[]): readonly Candidate<Watch>[] {
  return all.map((value) => ({ value, names: [nameOf(value.id)], isLikely: true }));
}

function whichWatchAnswer(watches: readonly Watch[], how: How): Answer {
  if (watches.length === 0) return noWatchesAnswer();
  return replyPrivately(
    'unwatch',
    'Which alarm?',
    [list(watches.map((watch) => words`${code(watch.id)}: ${watchText(watch)}`))],
    watches
      .slice(0, 5)
      .map(({ id }) =>
        button(`${capitalised(how)} ${id}`, `unwatch ${id}${how === 'remove' ? '' : ` ${how}`}`),
      ),
  );
}
