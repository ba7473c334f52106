import * as z from 'zod/mini';
import { utcDaySchema } from '../../core/ledger/utc-day.ts';
import { lensSchema } from '../../core/lenses/lens.ts';
import { WEEK } from '../../core/shares/window.ts';

/** Length of the window that each figure is counted over, in days. */
const window = z.int().check(z.positive());

/** What to draw, and of when; every last day is a closed one. A bot's picture passes through a queue in this form. */
export const chartRequestSchema = z.discriminatedUnion('kind', [
  /** The largest of a lens with their intervals. */
  z.object({ kind: z.literal('ranking'), lens: lensSchema, window, day: utcDaySchema }),
  z.object({
    kind: z.literal('share-over-time'),
    lens: lensSchema,
    /** Null draws the largest of the last day. */
    subject: z.nullable(z.string()),
    /** Another one in the same picture. */
    beside: z.exactOptional(z.string()),
    window,
    /** Null goes back a year, or as far as whole windows do. */
    from: z.nullable(utcDaySchema),
    to: utcDaySchema,
  }),
  /** Countries by seat of operators, counted, beside countries by place of machines, modelled. */
  z.object({
    kind: z.literal('operators-and-machines'),
    /** The week is what a request without it means: earlier releases queued such. */
    window: z._default(window, WEEK),
    day: utcDaySchema,
  }),
  /** Where machines stand, modelled. */
  z.object({ kind: z.literal('world'), day: utcDaySchema }),
  /** The newest warning up to the day; `subject`: of any where null. */
  z.object({ kind: z.literal('warning'), subject: z.nullable(z.string()), day: utcDaySchema }),
]);

export type ChartRequest = z.output<typeof chartRequestSchema>;
