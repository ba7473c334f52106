import * as z from 'zod/mini';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Viewpoint } from './dated.ts';

/** A way to group blocks that is counted, not modelled. */
export const lensSchema = z.enum(['pool', 'owner', 'template', 'operator-country']);

export type Lens = z.output<typeof lensSchema>;

export const LENSES: readonly Lens[] = lensSchema.options;

/** `then`: only what was known by the day itself; `now`: everything known today, hindsight. */
export const knowledgeSchema = z.enum(['then', 'now']);

export type Knowledge = z.output<typeof knowledgeSchema>;

/** What a lens shows: a pool, an owner, a template group or a country; or the bucket `unknown`. */
export type SubjectKey = string;

/** The window from `from` to `day`, as it is seen from its end. */
export type Span = Viewpoint & { readonly from: UtcDay };
