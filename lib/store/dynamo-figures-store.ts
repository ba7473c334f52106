import * as z from 'zod/mini';
import type { WindowCount } from '../core/shares/window.ts';
import { openEpisodeSchema } from '../core/warnings/episode.ts';
import { type FiguresStore, latestFiguresSchema } from '../daily/figures.ts';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';
import { secondTransitionSchema } from './warning-items.ts';

const FIGURES = { pk: 'LATEST', sk: 'FIGURES' };

// The first form does not say when a level was reached, nor how many blocks are unknown.
const firstFiguresSchema = z.extend(latestFiguresSchema, {
  episodes: z.array(
    z.pipe(
      z.omit(openEpisodeSchema, { reached: true }),
      z.transform((episode) => ({ ...episode, reached: null })),
    ),
  ),
  changes: z.array(secondTransitionSchema),
});

/** Stored as one text: the SDK would take longer to decode thousands of attributes than an answer may take. */
const figuresForm = itemForm(jsonOf(latestFiguresSchema), [jsonOf(firstFiguresSchema)]);

function jsonOf<S extends z.ZodMiniType>(schema: S) {
  return z.object({
    json: z.pipe(
      z.pipe(
        z.string(),
        z.transform((text, { issues }) => {
          try {
            return JSON.parse(text) as unknown;
          } catch {
            issues.push({ code: 'custom', input: text, message: 'expected JSON' });
            return z.NEVER;
          }
        }),
      ),
      schema,
    ),
  });
}

/** The newest figures in DynamoDB: one item of some tens of kilobytes. */
export function dynamoFiguresStore(table: Table): FiguresStore {
  return {
    saveFigures: ({ counts, earlier, ...rest }) => {
      const stored = { ...rest, counts: counts.map(withTextKeys), earlier: earlier.map(withTextKeys) };
      return table.put(figuresForm, FIGURES, { json: JSON.stringify(stored) });
    },
    loadFigures: async () => (await table.get(figuresForm, FIGURES))?.json,
  };
}

function withTextKeys({ counts, ...rest }: WindowCount) {
  return { ...rest, counts: Object.fromEntries(counts) };
}
