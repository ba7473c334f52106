import * as z from 'zod/mini';
import type { Parsed } from '../../schema.ts';
import { dayOf, type UtcDay } from '../ledger/utc-day.ts';
import { ruleSeveritySchema } from '../rules/rule.ts';
import { signalSchema, verdictSchema } from '../signals/signal.ts';

/** A signal with what became of it. */
export const signalRecordSchema = z.object({
  signal: signalSchema,
  severity: ruleSeveritySchema,
  /** What the closing day made of it; null before. */
  verdict: z.nullable(verdictSchema),
  /** It came with blocks that were no news when they were first looked at; it is never sent. */
  isHistory: z.boolean(),
  /** A reorganisation took away blocks that it rests on. */
  isTakenBack: z.boolean(),
});

export type SignalRecord = Parsed<typeof signalRecordSchema>;

/** Whether a signal may still be sent when days are closed through `day`: after that, their own warnings are sent. */
export function isTimely({ signal, verdict, isHistory, isTakenBack }: SignalRecord, day: UtcDay): boolean {
  return !isHistory && !isTakenBack && verdict?.outcome !== 'withdrawn' && dayOf(signal.time) >= day;
}
