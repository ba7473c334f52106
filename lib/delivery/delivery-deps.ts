import type { ChatKey, Vendor } from '../chats/chat-key.ts';
import type { ChatStore } from '../chats/chat-store.ts';
import type { Picture } from '../messages/picture.ts';
import type { Channel, SendResult } from './channel.ts';
import type { ComposeContent } from './compose-content.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { News } from './news.ts';
import type { Content } from './next-step.ts';
import type { OwnTransitions } from './own-transitions.ts';
import type { Pacer } from './pacer.ts';
import type { TaskQueue } from './task.ts';

export type Service = { readonly channel: Channel; readonly pacer: Pacer };

/** Everything deliveries need, whether on one machine or many. */
export type DeliveryDeps = {
  readonly news: News;
  readonly own: OwnTransitions;
  readonly compose: ComposeContent;
  /** Draws the picture of a content; null if it has none. May reject. */
  readonly draw?: (content: Content) => Promise<Picture | null>;
  readonly chats: ChatStore;
  readonly deliveries: DeliveryStore;
  readonly queue: TaskQueue;
  /** Called with the number of chats on a page that have waited over an hour for a message. */
  readonly onPending?: (chats: number) => void;
  /** Called with the number of chats paused for refusing, if 2% or more of the day's chats were. */
  readonly onChatsOff?: (chats: number) => void;
  /** Called with the number of chats that began to refuse, if so many did on the day that none is paused. */
  readonly onRefusedAtLarge?: (vendor: Vendor, chats: number) => void;
  /** Called once each time a service starts to accept nothing from this sender, whatever the chat. */
  readonly onBarred?: (vendor: Vendor, reason: string) => void;
  /** Services without their token are left out. */
  readonly services: Readonly<Partial<Record<Vendor, Service>>>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Unix milliseconds after which nothing is sent; the rest goes back to the queue. */
  readonly deadline?: number;
};

/** Called for every attempt, for counts and logs. */
export type OnAttempt = (chat: ChatKey, messageId: string, result: SendResult) => void;
