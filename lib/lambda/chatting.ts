import { createCommandCore } from '../bot/answer-command.ts';
import type { PictureQueue } from '../bot/picture-work.ts';
import { followChats } from '../chats/follow-chats.ts';
import { connectStore } from '../store/store.ts';
import { clock } from '../world.ts';
import { logger } from './operations.ts';
import { sqsSender } from './sqs-queue.ts';

/**
 * What both bots answer with.
 *
 * @param work the address of the queue of what takes longer than a service waits.
 */
export function chatting(table: string, work: string) {
  const store = connectStore(table, {});
  const sender = sqsSender({});
  const pictures: PictureQueue = { enqueue: (picture) => sender.send(work, picture) };
  return {
    ...{ core: createCommandCore({ ...store, knowledge: 'then' }), pictures },
    ...{ chats: followChats(store), receipts: store.receipts, clock, report },
  };
}

/** Logs what went wrong and is not tried again. */
export function report(problem: string): void {
  logger.error('not repeated', { problem });
}
