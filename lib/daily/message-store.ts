import type { RenderedMessage } from '../messages/rendered.ts';

/** Keeps messages as they were rendered, so that what is delivered later is what was composed then. */
export type MessageStore = {
  saveMessage(message: RenderedMessage): Promise<void>;
  loadMessage(id: string): Promise<RenderedMessage | undefined>;
};
