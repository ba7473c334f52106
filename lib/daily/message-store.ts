import type { RenderedMessage } from '../messages/rendered.ts';

/** Stores rendered messages, so that every delivery sends the same text. */
export type MessageStore = {
  saveMessage(message: RenderedMessage): Promise<void>;
  loadMessage(id: string): Promise<RenderedMessage | undefined>;
};
