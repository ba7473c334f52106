import * as z from 'zod/mini';
import { utcDaySchema } from '../../core/ledger/utc-day.ts';
import { lensSchema } from '../../core/lenses/lens.ts';
import { WEEK } from '../../core/shares/window.ts';

/** Window of each figure, in days. */
const window = z.int().check(z.positive());

/** What to draw, for which days; the last day must be closed. The bot queues pictures in this form. */
export const chartRequestSchema = z.discriminatedUnion('kind', [
  /** The largest subjects of a lens, with their intervals. */
  z.object({ kind: z.literal('ranking'), lens: lensSchema, window, day: utcDaySchema }),
  z.object({
    kind: z.literal('share-over-time'),
    lens: lensSchema,
    /** Null draws the largest subjects on the last day. */
    subject: z.nullable(z.string()),
    /** A second subject in the same picture. */
    beside: z.exactOptional(z.string()),
    window,
    /** Null starts a year back, or at the first full window. */
    from: z.nullable(utcDaySchema),
    to: utcDaySchema,
  }),
  /** Countries by operators' seats (counted) next to countries by machines (modelled). */
  z.object({
    kind: z.literal('operators-and-machines'),
    /** Defaults to a week, since earlier releases queued requests without a window. */
    window: z._default(window, WEEK),
    day: utcDaySchema,
  }),
  /** Machines by country, modelled. */
  z.object({ kind: z.literal('world'), day: utcDaySchema }),
  /** The newest warning up to the day, about any subject if `subject` is null. */
  z.object({ kind: z.literal('warning'), subject: z.nullable(z.string()), day: utcDaySchema }),
]);

export type ChartRequest = z.output<typeof chartRequestSchema>;
