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

/** The one table that is extended by a day rather than rebuilt. */
const MACHINES_CSV = 'v1/history/machines.csv';

const stateSchema = z.object({
  schema: z.literal('hashtilt/site-state@1'),
  through: utcDaySchema,
  /** Digests of what the figures up to `through` were computed from. */
  inputs: z.object({ tables: z.string(), rules: z.string(), ledger: z.string() }),
  feeds: feedStateSchema,
});

type State = Parsed<typeof stateSchema>;

/** What the previous publication left for this one to build on. */
export type SiteBefore = { readonly feeds: FeedState; readonly machines: MachinesBefore | null };

/** Loads the state of the previous publication; its machines only if they were computed from the same inputs. */
export async function loadBefore(place: SitePlace, source: SiteSource): Promise<SiteBefore> {
  const text = await place.load(STATE);
  if (text === undefined) return { feeds: {}, machines: null };
  const state: State = parseJsonInput(stateSchema, text, STATE);
  const { through, inputs, feeds } = state;
  const isSame = JSON.stringify(inputsOf(source, through)) === JSON.stringify(inputs);
  const csv = isSame ? await place.load(MACHINES_CSV) : undefined;
  return { feeds, machines: csv === undefined ? null : machinesBefore(csv, through) };
}

/** The state file for the next publication. */
export function stateFile(source: SiteSource, feeds: FeedState): SiteFile {
  const { day } = source;
  const inputs = inputsOf(source, day);
  const state: State = { schema: 'hashtilt/site-state@1', through: day, inputs, feeds };
  return { path: STATE, body: () => `${JSON.stringify(state)}\n` };
}

function inputsOf({ input, rules }: SiteSource, through: State['through']): State['inputs'] {
  return digestInputs(input.ledger, through, rules, input.knowledge);
}
