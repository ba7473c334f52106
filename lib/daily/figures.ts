import * as z from 'zod/mini';
import { placeRowSchema } from '../core/geography/place-report.ts';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { knowledgeSchema, type Lens, lensSchema, type SubjectKey } from '../core/lenses/lens.ts';
import type { HashRate } from '../core/shares/hash-rate.ts';
import { type ShareRow, shareRow, shareRows } from '../core/shares/share-table.ts';
import type { WindowCount } from '../core/shares/window.ts';
import { openEpisodeSchema, transitionSchema } from '../core/warnings/episode.ts';
import { messageSchema } from '../messages/message.ts';
import { type Provenance, provenanceSchema } from '../messages/provenance.ts';
import { count, type Parsed } from '../schema.ts';

/** Lost blocks are counted over this many of the newest heights. */
export const LOST_HEIGHTS = 2_016;

/** Shares are compared with the 7-day windows that ended this many days earlier. */
export const EARLIER_DAYS = [7, 30, 90] as const;

/** Everyone who mined a block in the window of this many days has a page. */
export const PAGE_WINDOW = 90;

/** The blocks of one window through one lens. The map is stored as a JSON object. */
const windowCountSchema = z.object({
  day: utcDaySchema,
  from: utcDaySchema,
  window: count,
  lens: lensSchema,
  blocks: count,
  unknown: count,
  missingDays: count,
  counts: z.pipe(
    z.record(z.string(), count),
    z.transform((counts) => new Map(Object.entries(counts))),
  ),
});

/** A place as shown in a chat, with sources by their readable names. */
const machinePlaceSchema = z.extend(placeRowSchema, {
  alternatives: z.array(
    z.object({
      source: z.string(),
      from: utcDaySchema,
      to: utcDaySchema,
      share: z.number(),
      doubted: z.boolean(),
    }),
  ),
});

export type MachinePlace = Parsed<typeof machinePlaceSchema>;

/** Where machines stood on a day: modelled, as fractions of the world's hash rate. */
const machineMapSchema = z.object({
  day: utcDaySchema,
  knowledge: knowledgeSchema,
  /** Why no place has a figure; null if any does. */
  reason: z.nullable(z.string()),
  /** Every place with any published figure, even if it has none for this day, and the remainders. */
  places: z.array(machinePlaceSchema),
});

export type MachineMap = Parsed<typeof machineMapSchema>;

/** The longest run of each subject in one window; see `longestRuns`. */
const windowRunsSchema = z.object({
  window: count,
  lens: lensSchema,
  lengths: z.record(z.string(), count),
});

const sizeSchema = z.object({
  unit: z.enum(['megawatts', 'ehs', 'share', 'most-of-share']),
  amount: z.number(),
});

export type FarmSize = Parsed<typeof sizeSchema>;

const farmSchema = z.object({
  name: z.string(),
  places: z.array(z.string()),
  announced: z.object({ on: utcDaySchema, source: z.string(), size: sizeSchema }),
  targets: z.array(
    z.object({
      by: utcDaySchema,
      source: z.string(),
      size: sizeSchema,
      status: z.enum(['ahead', 'due', 'met', 'missed', 'without-evidence']),
    }),
  ),
});

export type FarmSummary = Parsed<typeof farmSchema>;

/**
 * Answers most commands in one read. It holds block counts: shares are computed from them and would take ten times the
 * space.
 */
export const latestFiguresSchema = z.object({
  day: utcDaySchema,
  /** Every lens over every window that ends on the day. */
  counts: z.array(windowCountSchema),
  /** Every lens over the 7-day windows that ended `EARLIER_DAYS` before. */
  earlier: z.array(windowCountSchema),
  /** By window; windows with an unknown hash rate are left out. */
  hashRates: z.array(
    z.object({
      window: count,
      hashRate: z.object({ ehs: z.number(), low: z.number(), high: z.number() }),
    }),
  ),
  /** How the blocks of each window are known. */
  provenances: z.array(z.object({ window: count, provenance: provenanceSchema })),
  machines: machineMapSchema,
  farms: z.array(farmSchema),
  digest: messageSchema,
  /** The digest cut to one screen; absent in items of earlier releases. */
  short: z.optional(messageSchema),
  /** The newest warning, however old. */
  warning: z.nullable(z.object({ day: utcDaySchema, message: messageSchema })),
  episodes: z.array(openEpisodeSchema),
  /**
   * Of pools and owners, over the day and its week, if blocks are known one by one; absent in items of earlier
   * releases.
   */
  runs: z.optional(z.array(windowRunsSchema)),
  /** Blocks that lost at the newest 2,016 heights; absent in items of earlier releases. */
  lost: z.optional(count),
  /** The latest changes of episodes, newest last. */
  changes: z.array(transitionSchema),
});

export type LatestFigures = Parsed<typeof latestFiguresSchema>;

export type FiguresStore = {
  saveFigures(figures: LatestFigures): Promise<void>;
  /** Undefined before the first day is committed. */
  loadFigures(): Promise<LatestFigures | undefined>;
};

/** The blocks of the window of `window` days that ends on the newest day. */
export function countOf({ counts }: Pick<LatestFigures, 'counts'>, lens: Lens, window: number): WindowCount {
  return counts.find((count) => count.lens === lens && count.window === window)!;
}

/** A subject's share of a window with its 95% interval, 0 if it mined no block; null if the window has no blocks. */
export function shareOf(count: WindowCount, subject: SubjectKey): ShareRow | null {
  return count.blocks === 0 ? null : shareRow(count, subject, count.counts.get(subject) ?? 0);
}

/** The shares of a window, largest first; empty if the window has no blocks. */
export function sharesOf(count: WindowCount): readonly ShareRow[] {
  return count.blocks === 0 ? [] : shareRows(count);
}

/** How the blocks of a window are known. */
export function provenanceFor(
  { provenances }: Pick<LatestFigures, 'provenances'>,
  window: number,
): Provenance {
  return provenances.find((entry) => entry.window === window)!.provenance;
}

/** The network's hash rate over a window; null if unknown. */
export function hashRateFor(
  { hashRates }: Pick<LatestFigures, 'hashRates'>,
  window: number,
): HashRate | null {
  return hashRates.find((entry) => entry.window === window)?.hashRate ?? null;
}

/** A place with a share to show, fresh or stale. */
export type ShownPlace = MachinePlace & {
  readonly share: number;
  readonly low: number;
  readonly high: number;
};

export function hasShare(place: MachinePlace): place is ShownPlace {
  return place.share !== null && place.low !== null && place.high !== null;
}

/** A place of the map; undefined if nothing was published about it. */
export function placeOf({ places }: MachineMap, key: string): MachinePlace | undefined {
  return places.find((place) => place.key === key);
}
