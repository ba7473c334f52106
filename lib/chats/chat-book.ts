import type { ChatKey } from './chat-key.ts';

/** Keeps what a service says of a chat itself, beside what people ask in it. Each is harmless to repeat. */
export type ChatBook = {
  /** The service says by itself that the chat lets us in no more. @param reason goes on after "because". @param at Unix seconds. */
  blocked(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The service refused something that was sent to the chat. @param at Unix seconds. */
  refused(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The chat lets us in, perhaps again. */
  letIn(key: ChatKey): Promise<void>;
  /** The chat lives on under another address. */
  moved(from: ChatKey, to: ChatKey): Promise<void>;
};
