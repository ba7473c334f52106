import type { RenderedMessage } from '../messages/rendered.ts';

/** Stores rendered messages, so that every delivery sends the same text. */
export type MessageStore = {
  /** Saves a message for good, or until `expires`, in Unix seconds. */
  saveMessage(message: RenderedMessage, expires?: number): Promise<void>;
  loadMessage(id: string): Promise<RenderedMessage | undefined>;
};
