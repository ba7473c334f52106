import type { Episode, Theme } from './chart.ts';
import { type Drawing, frame } from './frame.ts';
import { inkOf } from './ink.ts';
import { timeline } from './timeline.ts';

const HEIGHT = 220;

/** The picture of a warning: the share's way to the bound, and the days on which something was told. */
export function drawEpisode(
  { headline, measure, trend, bound, events, basis, day }: Episode,
  theme: Theme,
): Drawing {
  const ink = inkOf(theme);
  const body = timeline([trend], { bounds: [bound], marks: events }, { theme, ink, height: HEIGHT });
  return frame({ title: headline, subtitle: measure, bases: [basis], day }, body, ink);
}
