import { assertNever } from '../../errors.ts';
import type { Chart, Episode, Theme } from './chart.ts';
import { type Drawing, frame } from './frame.ts';
import { inkOf } from './ink.ts';
import { drawOperatorsAndMachines } from './operators-and-machines.ts';
import { drawRanking } from './ranking.ts';
import { drawShareOverTime } from './share-over-time.ts';
import { textsOf } from './svg.ts';
import { timeline } from './timeline.ts';
import { requireGlyphs } from './typeface.ts';
import { drawWorldMap } from './world-map.ts';

/** Draws a chart as SVG, deterministically. @throws MissingGlyphError if a text has a letter the fonts lack. */
export function drawChart(chart: Chart, theme: Theme): Drawing {
  const drawing = drawKind(chart, theme);
  // Browsers have their own fonts.
  if (theme !== 'page') for (const text of textsOf(drawing.svg)) requireGlyphs(text);
  return drawing;
}

function drawKind(chart: Chart, theme: Theme): Drawing {
  switch (chart.kind) {
    case 'share-over-time':
      return drawShareOverTime(chart, theme);
    case 'ranking':
      return drawRanking(chart, theme);
    case 'operators-and-machines':
      return drawOperatorsAndMachines(chart, theme);
    case 'world-map':
      return drawWorldMap(chart, theme);
    case 'episode':
      return drawEpisode(chart, theme);
    default:
      return assertNever(chart);
  }
}

const EPISODE_HEIGHT = 220;

/** The picture of a warning: the share, the bound, and the days of its events. */
function drawEpisode(
  { headline, measure, trend, bound, events, basis, day }: Episode,
  theme: Theme,
): Drawing {
  const ink = inkOf(theme);
  const marked = { bounds: [bound], marks: events };
  const body = timeline([trend], marked, { theme, ink, height: EPISODE_HEIGHT });
  return frame({ title: headline, subtitle: measure, bases: [basis], day }, body, ink);
}
