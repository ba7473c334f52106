import { createCommandCore } from '../app/answer-command.ts';
import { followChats } from '../app/follow-chats.ts';
import { sqsSender } from '../channels/sqs-queue.ts';
import type { PictureQueue } from '../chat/picture-work.ts';
import { connectStore } from '../store/store.ts';
import { clock } from '../world.ts';
import { logger } from './operations.ts';

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
