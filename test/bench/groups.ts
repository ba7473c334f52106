import { benchAttribution } from './attribution.ts';
import { benchBackfill, benchBackfillWhole } from './backfill.ts';
import { benchBots } from './bots.ts';
import { benchColdStarts } from './cold-starts.ts';
import { benchCommands } from './commands.ts';
import { benchDelivery, benchMillion } from './delivery.ts';
import { benchNowcast } from './nowcast.ts';
import { benchPace } from './pace.ts';
import { benchPictures } from './pictures.ts';
import type { Row } from './row.ts';
import { benchSignals } from './signals.ts';
import { benchSite } from './site.ts';
import { benchStoreSize } from './store-size.ts';

/** The groups of benchmarks, in the order in which they are reported. */
export const GROUPS = {
  commands: benchCommands,
  nowcast: benchNowcast,
  signals: benchSignals,
  attribution: benchAttribution,
  bots: benchBots,
  pictures: benchPictures,
  site: benchSite,
  'store-size': benchStoreSize,
  backfill: benchBackfill,
  'cold-starts': benchColdStarts,
  delivery: benchDelivery,
  pace: benchPace,
  million: benchMillion,
  'backfill-whole': benchBackfillWhole,
} as const satisfies Readonly<Record<string, () => readonly Row[] | Promise<readonly Row[]>>>;

export type GroupName = keyof typeof GROUPS;

/** These take half an hour or more, and run only if named. */
export const LONG: ReadonlySet<string> = new Set<GroupName>(['pace', 'million', 'backfill-whole']);
