import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { RenderedMessage } from '../messages/render.ts';

/** Keeps messages as they were rendered, so that what is delivered later is what was composed then. */
export type MessageStore = {
  saveMessage(message: RenderedMessage): Promise<void>;
  loadMessage(id: string): Promise<RenderedMessage | undefined>;
  /** The newest closed day with its messages' ids: what most questions want, in one read. */
  saveLatest(latest: Latest): Promise<void>;
  loadLatest(): Promise<Latest | undefined>;
};

export type Latest = {
  readonly day: UtcDay;
  readonly digest: RenderedMessage;
  readonly warning: { readonly day: UtcDay; readonly message: RenderedMessage } | null;
};
