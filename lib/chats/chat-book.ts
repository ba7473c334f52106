import type { ChatKey } from './chat-key.ts';

/** Notes what a service says about a chat, as opposed to what people ask in it. Each is harmless to repeat. */
export type ChatBook = {
  /**
   * The service announces that the chat no longer lets us in. @param reason goes on after "because". @param at Unix
   * seconds.
   */
  blocked(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The service refused something that was sent to the chat. @param at Unix seconds. */
  refused(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The chat lets us in, for the first time or again. */
  letIn(key: ChatKey): Promise<void>;
  /** The chat has another address now. */
  moved(from: ChatKey, to: ChatKey): Promise<void>;
};
