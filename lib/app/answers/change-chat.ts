import { type Chat, newChat } from '../../chat/chat.ts';
import type { ChatStore } from '../../chat/chat-store.ts';
import type { ChatRequest } from '../../chat/request.ts';

/** Two admins press at once now and then; more than a few in the same moment is a fault. */
const TRIES = 5;

/** Changes a chat and saves it; one that is not known yet joins. A chat that asks for something is there again. */
export async function changeChat(
  chats: ChatStore,
  request: ChatRequest,
  change: (chat: Chat) => Chat,
): Promise<{ readonly chat: Chat; readonly hasJoined: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const known = await chats.loadChat(request.chat);
    const chat = known ?? { ...newChat(request.chat, request.kind, request.at), topic: request.topic };
    const changed: Chat = { ...change(chat), standing: { kind: 'on' } };
    try {
      return { chat: await chats.saveChat(changed), hasJoined: known === undefined };
    } catch (error) {
      if (attempt === TRIES || !isStaleWrite(error)) throw error;
    }
  }
}

/** The same for a chat that is known; null where it is not. */
export async function changeKnownChat(
  chats: ChatStore,
  request: ChatRequest,
  change: (chat: Chat) => Chat,
): Promise<Chat | null> {
  if ((await chats.loadChat(request.chat)) === undefined) return null;
  return (await changeChat(chats, request, change)).chat;
}

/** Somebody else saved the chat meanwhile; see `ChatStore`. */
function isStaleWrite(error: unknown): boolean {
  return error instanceof Error && error.name === 'StaleWriteError';
}
