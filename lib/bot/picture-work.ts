import * as z from 'zod/mini';
import { vendorSchema } from '../chats/chat-key.ts';
import { type ChartRequest, chartRequestSchema } from '../messages/charts/chart-request.ts';
import type { Picture } from '../messages/picture.ts';
import { parseJsonInput } from '../schema.ts';

/** Where a reply awaits its picture; each service adds its own fields. */
const placeSchema = z.looseObject({
  vendor: vendorSchema,
  /** Unix seconds after which the service no longer accepts the picture. */
  until: z.exactOptional(z.number()),
});

/** A message of the work queue: draw a picture for a reply that awaits it. */
export const pictureWorkSchema = z.object({
  /** The same for every attempt. */
  id: z.string(),
  picture: chartRequestSchema,
  place: placeSchema,
});

export type PictureWork = z.output<typeof pictureWorkSchema>;

/** Parses the body of a queue message. @throws InputError listing every fault; retrying does not help. */
export function parsePictureWork(body: string): PictureWork {
  return parseJsonInput(pictureWorkSchema, body, 'picture work');
}

/**
 * Adds a picture to the reply that awaits it; null if it could not be drawn.
 *
 * @throws InputError if the place is not valid for the service; other errors if a retry may succeed.
 */
export type PlacePicture = (place: PictureWork['place'], picture: Picture | null) => Promise<void>;

/** Queues pictures to be drawn, with at-least-once delivery. */
export type PictureQueue = { enqueue(work: PictureWork): Promise<void> };

export type DrawPicture = (picture: ChartRequest) => Promise<Picture>;
