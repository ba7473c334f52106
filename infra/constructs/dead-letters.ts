import { KeptQueue } from './kept-queue.ts';

/**
 * Where messages of all work queues end that nobody could do anything with. One queue for all, since each alarm
 * costs; SQS knows of each message which queue it comes from, and moves it back there.
 */
export class DeadLetter extends KeptQueue {}
