import type { RenderedMessage } from '../messages/rendered.ts';

/** Stores rendered messages, so that later deliveries send what was composed then. */
export type MessageStore = {
  saveMessage(message: RenderedMessage): Promise<void>;
  loadMessage(id: string): Promise<RenderedMessage | undefined>;
};
