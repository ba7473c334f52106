import * as z from 'zod/mini';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Viewpoint } from './dated.ts';

/** A counted, not modelled, way to group blocks. */
export const lensSchema = z.enum(['pool', 'owner', 'template', 'operator-country']);

export type Lens = z.output<typeof lensSchema>;

export const LENSES: readonly Lens[] = lensSchema.options;

/** `then`: only what was known on the day itself; `now`: everything known today, hindsight. */
export const knowledgeSchema = z.enum(['then', 'now']);

export type Knowledge = z.output<typeof knowledgeSchema>;

/** A subject of a lens: a pool, an owner, a template group or a country; or the bucket `unknown`. */
export type SubjectKey = string;

/** The window from `from` to `day`, seen from its end. */
export type Span = Viewpoint & { readonly from: UtcDay };
