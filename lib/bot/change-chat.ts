import { changeChat as changeStoredChat } from '../chats/change-chat.ts';
import { type Chat, newChat } from '../chats/chat.ts';
import { shardOf } from '../chats/chat-key.ts';
import type { Paused } from '../chats/standing.ts';
import type { BotDeps } from './command.ts';
import type { ChatRequest } from './request.ts';

type ChangeDeps = Pick<BotDeps, 'chats' | 'deliveries'>;

/** Note for a chat that was subscribed by setting something. */
export const JOINED =
  'This chat is now subscribed: it gets the daily digest and warnings. /settings changes that.';

/** Changes and saves a chat, and switches it on; one that is not stored yet joins. */
export async function changeChat(
  deps: ChangeDeps,
  request: ChatRequest,
  change: (chat: Chat) => Chat,
): Promise<{ readonly chat: Chat; readonly hasJoined: boolean }> {
  let hasJoined = false;
  const join = (): Chat => {
    hasJoined = true;
    return { ...newChat(request.chat, request.kind, request.at), topic: request.topic };
  };
  const chat = await changeAndSchedule(deps, request, change, join);
  return { chat: chat!, hasJoined };
}

/** Changes a chat like `changeChat`, but only if it is stored; null if it is not. */
export async function changeKnownChat(
  deps: ChangeDeps,
  request: ChatRequest,
  change: (chat: Chat) => Chat,
): Promise<Chat | null> {
  return (await changeAndSchedule(deps, request, change, () => undefined)) ?? null;
}

/** Resumes a paused chat, since somebody asked something there. @returns its pause; null if it was not paused. */
export async function resumePaused(deps: ChangeDeps, request: ChatRequest): Promise<Paused | null> {
  const standing = (await deps.chats.loadChat(request.chat))?.standing;
  if (standing?.kind !== 'paused') return null;
  await changeKnownChat(deps, request, (chat) => chat);
  return standing;
}

async function changeAndSchedule(
  { chats, deliveries }: ChangeDeps,
  { chat: key, at, isAnnouncement }: ChatRequest,
  change: (chat: Chat) => Chat,
  ifUnknown: () => Chat | undefined,
): Promise<Chat | undefined> {
  const changed = (chat: Chat): Chat => ({
    ...change(chat),
    standing: { kind: 'on' },
    announcement: isAnnouncement ?? chat.announcement,
  });
  const chat = await changeStoredChat(chats, key, changed, ifUnknown);
  // Messages held by a silence or quiet hours may now be due.
  if (chat !== undefined)
    await deliveries.saveDue([{ at: Math.floor(at), vendor: key.vendor, shard: shardOf(key) }]);
  return chat;
}
