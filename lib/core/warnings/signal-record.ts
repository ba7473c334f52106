import * as z from 'zod/mini';
import type { Parsed } from '../../schema.ts';
import { dayOf, type UtcDay } from '../ledger/utc-day.ts';
import { ruleSeveritySchema } from '../rules/rule.ts';
import { signalSchema, verdictSchema } from '../signals/signal.ts';

/** A signal and what became of it. */
export const signalRecordSchema = z.object({
  signal: signalSchema,
  severity: ruleSeveritySchema,
  /** The closing day's verdict; null before. */
  verdict: z.nullable(verdictSchema),
  /** Its blocks were already old when first seen; it is never sent. */
  isHistory: z.boolean(),
  /** A reorganisation replaced blocks that it is based on. */
  isTakenBack: z.boolean(),
});

export type SignalRecord = Parsed<typeof signalRecordSchema>;

/** Whether a signal may still be sent when days are closed through `day`: after that, their own warnings are sent. */
export function isTimely({ signal, verdict, isHistory, isTakenBack }: SignalRecord, day: UtcDay): boolean {
  return !isHistory && !isTakenBack && verdict?.outcome !== 'withdrawn' && dayOf(signal.time) >= day;
}
