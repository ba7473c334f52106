import { changeChat as changeStoredChat } from '../chats/change-chat.ts';
import { type Chat, newChat } from '../chats/chat.ts';
import { shardOf } from '../chats/chat-key.ts';
import type { Paused } from '../chats/standing.ts';
import type { BotDeps } from './command.ts';
import type { ChatRequest } from './request.ts';

type ChangeDeps = Pick<BotDeps, 'chats' | 'deliveries'>;

/** What a chat is told that was not known before it set something. */
export const JOINED =
  'This chat is now subscribed: it gets the daily digest and warnings. /settings changes that.';

/** Changes a chat and saves it; one that is not known yet joins. A chat that asks for something is there again. */
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
  const chat = await changeAndLook(deps, request, change, join);
  return { chat: chat!, hasJoined };
}

/** The same for a chat that is known; null where it is not. */
export async function changeKnownChat(
  deps: ChangeDeps,
  request: ChatRequest,
  change: (chat: Chat) => Chat,
): Promise<Chat | null> {
  return (await changeAndLook(deps, request, change, () => undefined)) ?? null;
}

/** Opens a paused chat, since somebody asks something there. @returns how it was paused; null where it was not. */
export async function openPaused(deps: ChangeDeps, request: ChatRequest): Promise<Paused | null> {
  const standing = (await deps.chats.loadChat(request.chat))?.standing;
  if (standing?.kind !== 'paused') return null;
  await changeKnownChat(deps, request, (chat) => chat);
  return standing;
}

async function changeAndLook(
  { chats, deliveries }: ChangeDeps,
  { chat: key, at, isAnnouncement }: ChatRequest,
  change: (chat: Chat) => Chat,
  ifUnknown: () => Chat | undefined,
): Promise<Chat | undefined> {
  const there = (chat: Chat): Chat => ({
    ...change(chat),
    standing: { kind: 'on' },
    announcement: isAnnouncement ?? chat.announcement,
  });
  const chat = await changeStoredChat(chats, key, there, ifUnknown);
  // What a silence or quiet hours held may go out now: the next wake-up looks at the chat again.
  if (chat !== undefined)
    await deliveries.saveDue([{ at: Math.floor(at), vendor: key.vendor, shard: shardOf(key) }]);
  return chat;
}
