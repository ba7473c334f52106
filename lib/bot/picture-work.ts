import * as z from 'zod/mini';
import { vendorSchema } from '../chats/chat-key.ts';
import { type ChartRequest, chartRequestSchema } from '../messages/charts/chart-request.ts';
import type { Picture } from '../messages/picture.ts';
import { parseJsonInput } from '../schema.ts';

/** Where a reply waits for its picture; what more there is to say of the place is between a service and itself. */
const placeSchema = z.looseObject({
  vendor: vendorSchema,
  /** Unix seconds after which the service does not take it any more. */
  until: z.exactOptional(z.number()),
});

/** A reply that waits for its picture; what passes through the work queue. */
export const pictureWorkSchema = z.object({
  /** The same for every attempt at it. */
  id: z.string(),
  picture: chartRequestSchema,
  place: placeSchema,
});

export type PictureWork = z.output<typeof pictureWorkSchema>;

/** Reads work out of a message's body. @throws InputError with every fault: no repeat makes it any. */
export function parsePictureWork(body: string): PictureWork {
  return parseJsonInput(pictureWorkSchema, body, 'picture work');
}

/**
 * Puts a picture where a reply waits for it; null where it could not be drawn.
 *
 * @throws InputError where the place is none of the service's; another error where a repeat may succeed.
 */
export type PlacePicture = (place: PictureWork['place'], picture: Picture | null) => Promise<void>;

/** Hands pictures to be drawn to whoever draws them, at least once each. */
export type PictureQueue = { enqueue(work: PictureWork): Promise<void> };

/** Draws a picture. */
export type DrawPicture = (picture: ChartRequest) => Promise<Picture>;
