import type { LatestFigures } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { Asked, Run } from './command.ts';
import { nothingKnownAnswer } from './refusals.ts';

/** Figures, and the moment at which they are told, in Unix seconds. */
export type CurrentFigures = { readonly figures: LatestFigures; readonly at: number };

/**
 * Some of the figures, of any day: what a text needs that the command line prints as well. `at` is null where a
 * day was asked for, whose age nobody needs to be told.
 */
export type FiguresOf<Part extends keyof LatestFigures> = {
  readonly figures: Pick<LatestFigures, Part>;
  readonly at: number | null;
};

/** A command that is answered from the newest figures alone. */
export function fromFigures(
  answer: (current: CurrentFigures, asked: Asked) => Answer | Promise<Answer>,
): Run {
  return async (asked, { figures: store }) => {
    const figures = await store.loadFigures();
    return figures === undefined ? nothingKnownAnswer() : answer({ figures, at: asked.request.at }, asked);
  };
}
