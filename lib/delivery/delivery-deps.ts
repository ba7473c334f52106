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

/** One service and the pace at which it may be asked. */
export type Service = { readonly channel: Channel; readonly pacer: Pacer };

/** Everything that deliveries need, on one machine and on many. */
export type DeliveryDeps = {
  readonly news: News;
  readonly own: OwnTransitions;
  readonly compose: ComposeContent;
  /** Draws the picture of a content; null where there is none to draw. It may fail. */
  readonly draw?: (content: Content) => Promise<Picture | null>;
  readonly chats: ChatStore;
  readonly deliveries: DeliveryStore;
  readonly queue: TaskQueue;
  /** Called with how many chats of a page have waited over an hour for a message. */
  readonly onPending?: (chats: number) => void;
  /** Called with how many chats were paused for refusing, where that is 2% or more of those asked on the day. */
  readonly onChatsOff?: (chats: number) => void;
  /** Called with how many chats began to refuse, where so many did on the day that none is paused. */
  readonly onRefusedAtLarge?: (vendor: Vendor, chats: number) => void;
  /** Called once each time a service accepts nothing from this sender, whatever the chat. */
  readonly onBarred?: (vendor: Vendor, reason: string) => void;
  /** Services without their token are left out. */
  readonly services: Readonly<Partial<Record<Vendor, Service>>>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Nothing is sent after this, in Unix milliseconds: what is left by then goes back to the queue. */
  readonly deadline?: number;
};

/** Called for every attempt, for counts and logs. */
export type OnAttempt = (chat: ChatKey, messageId: string, result: SendResult) => void;
