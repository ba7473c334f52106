import * as z from 'zod/mini';
import type { PlaceKey } from '../core/geography/place-figure.ts';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { knowledgeSchema, type Lens, lensSchema, type SubjectKey } from '../core/lenses/lens.ts';
import type { HashRate } from '../core/shares/hash-rate.ts';
import { type ShareRow, shareRow, shareRows } from '../core/shares/share-table.ts';
import type { WindowCount } from '../core/shares/window.ts';
import { openEpisodeSchema, transitionSchema } from '../core/warnings/episode.ts';
import { messageSchema } from '../messages/message.ts';
import { type Provenance, provenanceSchema } from '../messages/provenance.ts';
import { count, type Parsed } from '../schema.ts';

/** Heights over which blocks that lost are counted. */
export const LOST_HEIGHTS = 2_016;

/** How many days before the newest one the 7-day windows end with which shares are compared. */
export const EARLIER_DAYS = [7, 30, 90] as const;

/** Everybody who mined within this many days up to the newest has a page. */
export const PAGE_WINDOW = 90;

const fraction = z.nullable(z.number());

/** The blocks of one window through one lens. Stored, the map is a JSON object with text keys. */
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

/** Sources by their readable names. */
const sourced = { source: z.string(), from: utcDaySchema, to: utcDaySchema };
const anchorSchema = z.nullable(z.object({ ...sourced, publishedOn: utcDaySchema, ageDays: count }));

/** A place as shown in a chat; see `PlaceRow`. */
const machinePlaceSchema = z.object({
  key: z.custom<PlaceKey>((key) => typeof key === 'string'),
  name: z.string(),
  level: z.enum(['country', 'region']),
  status: z.enum(['ok', 'stale', 'no-data']),
  reason: z.nullable(z.string()),
  share: fraction,
  low: fraction,
  high: fraction,
  anchor: anchorSchema,
  ratio: anchorSchema,
  trend: z.nullable(z.object({ days: count, change: z.number() })),
  alternatives: z.array(z.object({ ...sourced, share: z.number(), doubted: z.boolean() })),
});

export type MachinePlace = Parsed<typeof machinePlaceSchema>;

/** Where machines stand on a day: modelled, as fractions of the world's hash rate. */
const machineMapSchema = z.object({
  day: utcDaySchema,
  knowledge: knowledgeSchema,
  /** Why no place has a figure; null where some do. */
  reason: z.nullable(z.string()),
  /** Every place with a published figure, whether it has one on the day or not; and the remainders. */
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

/** A farm as shown in a chat. */
const farmSchema = z.object({
  name: z.string(),
  /** The names of its places. */
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

/** What most commands are answered from, in one read. It holds blocks: shares follow, and take ten times the space. */
export const latestFiguresSchema = z.object({
  day: utcDaySchema,
  /** Every lens over every window that ends on the day. */
  counts: z.array(windowCountSchema),
  /** Every lens over the 7-day windows that ended `EARLIER_DAYS` before. */
  earlier: z.array(windowCountSchema),
  /** By window; one whose hash rate is not known is left out. */
  hashRates: z.array(
    z.object({
      window: count,
      hashRate: z.object({ ehs: z.number(), low: z.number(), high: z.number() }),
    }),
  ),
  /** How we know the blocks of each window. */
  provenances: z.array(z.object({ window: count, provenance: provenanceSchema })),
  machines: machineMapSchema,
  farms: z.array(farmSchema),
  digest: messageSchema,
  /** The same on one screen; earlier releases did not keep it. */
  short: z.optional(messageSchema),
  /** The newest warning, however old. */
  warning: z.nullable(z.object({ day: utcDaySchema, message: messageSchema })),
  episodes: z.array(openEpisodeSchema),
  /** Of pools and owners, on the day and in its week, where blocks are known one by one; earlier releases kept none. */
  runs: z.optional(z.array(windowRunsSchema)),
  /** Blocks that lost at the newest 2,016 heights; earlier releases did not keep them. */
  lost: z.optional(count),
  /** The latest changes of episodes, the newest last. */
  changes: z.array(transitionSchema),
});

export type LatestFigures = Parsed<typeof latestFiguresSchema>;

/** Stores the newest figures. */
export type FiguresStore = {
  saveFigures(figures: LatestFigures): Promise<void>;
  /** Undefined before the first day was committed. */
  loadFigures(): Promise<LatestFigures | undefined>;
};

/** The blocks of the window of `window` days that ends on the newest day. */
export function countOf({ counts }: Pick<LatestFigures, 'counts'>, lens: Lens, window: number): WindowCount {
  return counts.find((count) => count.lens === lens && count.window === window)!;
}

/** A subject's share of a window with its 95% interval, 0 where it has no block; null in a window without blocks. */
export function shareOf(count: WindowCount, subject: SubjectKey): ShareRow | null {
  return count.blocks === 0 ? null : shareRow(count, subject, count.counts.get(subject) ?? 0);
}

/** The shares of a window, the largest first; none in a window without blocks. */
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

/** The network's hash rate over a window; null where it is not known. */
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

/** A place of the map; undefined where nothing was published about it. */
export function placeOf({ places }: MachineMap, key: string): MachinePlace | undefined {
  return places.find((place) => place.key === key);
}
