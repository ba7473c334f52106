import * as z from 'zod/mini';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { digestInputs } from '../daily/inputs-digest.ts';
import { type Parsed, parseJsonInput } from '../schema.ts';
import { type FeedState, feedStateSchema } from './open-data/feeds.ts';
import { type MachinesBefore, machinesBefore } from './open-data/history.ts';
import type { SitePlace } from './publish.ts';
import type { SiteFile } from './site-file.ts';
import type { SiteSource } from './source.ts';

const STATE = '.hashtilt-state.json';

/** The table of machines: what is not made again for each day. */
const MACHINES_CSV = 'v1/history/machines.csv';

const stateSchema = z.object({
  schema: z.literal('hashtilt/site-state@1'),
  through: utcDaySchema,
  /** What the figures up to then were made from. */
  inputs: z.object({ tables: z.string(), rules: z.string(), ledger: z.string() }),
  feeds: feedStateSchema,
});

type State = Parsed<typeof stateSchema>;

/** What an earlier publication left that this one goes on from. */
export type SiteBefore = { readonly feeds: FeedState; readonly machines: MachinesBefore | null };

/** Loads what was published before; of a table only what is still made from the same. */
export async function loadBefore(place: SitePlace, source: SiteSource): Promise<SiteBefore> {
  const text = await place.load(STATE);
  if (text === undefined) return { feeds: {}, machines: null };
  const state: State = parseJsonInput(stateSchema, text, STATE);
  const { through, inputs, feeds } = state;
  const isSame = JSON.stringify(inputsOf(source, through)) === JSON.stringify(inputs);
  const csv = isSame ? await place.load(MACHINES_CSV) : undefined;
  return { feeds, machines: csv === undefined ? null : machinesBefore(csv, through) };
}

/** What the next publication goes on from. */
export function stateFile(source: SiteSource, feeds: FeedState): SiteFile {
  const { day } = source;
  const inputs = inputsOf(source, day);
  const state: State = { schema: 'hashtilt/site-state@1', through: day, inputs, feeds };
  return { path: STATE, body: () => `${JSON.stringify(state)}\n` };
}

function inputsOf({ input, rules }: SiteSource, through: State['through']): State['inputs'] {
  return digestInputs(input.ledger, through, rules, input.knowledge);
}
