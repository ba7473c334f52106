import { KeptQueue } from './kept-queue.ts';

/**
 * Where messages of all work queues end up that could not be handled. One queue for all, since every alarm costs; SQS
 * knows which queue each message comes from, and can move it back there.
 */
export class DeadLetter extends KeptQueue {}
