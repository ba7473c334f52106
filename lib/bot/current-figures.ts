import type { LatestFigures } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { BotDeps, Invocation, Run } from './command.ts';
import { noFiguresAnswer } from './refusals.ts';

/** Figures, and the time of the request in Unix seconds. */
export type CurrentFigures = { readonly figures: LatestFigures; readonly at: number };

/**
 * The part of the figures that a text needs, so that the command line can print it for any day. `at` is null if a
 * specific day was asked for, since its age is then not shown.
 */
export type FiguresOf<Part extends keyof LatestFigures> = {
  readonly figures: Pick<LatestFigures, Part>;
  readonly at: number | null;
};

/** Runs a command that needs only the newest figures. */
export function fromFigures(
  answer: (current: CurrentFigures, invocation: Invocation, deps: BotDeps) => Answer | Promise<Answer>,
): Run {
  return async (invocation, deps) => {
    const figures = await deps.figures.loadFigures();
    return figures === undefined
      ? noFiguresAnswer()
      : answer({ figures, at: invocation.request.at }, invocation, deps);
  };
}
