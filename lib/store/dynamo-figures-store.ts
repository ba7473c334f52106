import * as z from 'zod/mini';
import type { WindowCount } from '../core/shares/window.ts';
import { openEpisodeSchema } from '../core/warnings/episode.ts';
import { type FiguresStore, latestFiguresSchema } from '../daily/figures.ts';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';
import { secondTransitionSchema } from './warning-items.ts';

const FIGURES = { pk: 'LATEST', sk: 'FIGURES' };

// The first form lacks `reached` and the number of unknown blocks.
const firstFiguresSchema = z.extend(latestFiguresSchema, {
  episodes: z.array(
    z.pipe(
      z.omit(openEpisodeSchema, { reached: true }),
      z.transform((episode) => ({ ...episode, reached: null })),
    ),
  ),
  changes: z.array(secondTransitionSchema),
});

/** Stored as one string: the SDK would decode thousands of attributes too slowly to answer a chat in time. */
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
      const stored = { ...rest, counts: counts.map(withPlainCounts), earlier: earlier.map(withPlainCounts) };
      return table.put(figuresForm, FIGURES, { json: JSON.stringify(stored) });
    },
    loadFigures: async () => (await table.get(figuresForm, FIGURES))?.json,
  };
}

function withPlainCounts({ counts, ...rest }: WindowCount) {
  return { ...rest, counts: Object.fromEntries(counts) };
}
