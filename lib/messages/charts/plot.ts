// From where each part is: all charts and components together take half a second and 45 MB to load.
import 'echarts/lib/chart/line.js';
import 'echarts/lib/component/grid.js';
import 'echarts/lib/component/markArea.js';
import 'echarts/lib/component/markLine.js';
import { type EChartsCoreOption, init, setPlatformAPI, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { BODY_WIDTH } from './frame.ts';
import type { Block } from './svg.ts';
import { FONT_FAMILY, widthOf } from './typeface.ts';

use([LabelLayout, SVGRenderer]);

// Without a canvas echarts guesses at the widths of letters; these are the ones that are drawn.
setPlatformAPI({
  measureText: (text, font) => {
    const size = Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 12);
    return { width: widthOf(text, size, /bold/.test(font ?? '') ? 'bold' : 'normal') };
  },
});

/** Draws a plot with axes. The same option gives the same drawing. */
export function plot(option: EChartsCoreOption, height: number): Block {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: BODY_WIDTH, height });
  try {
    chart.setOption({ animation: false, useUTC: true, textStyle: { fontFamily: FONT_FAMILY }, ...option });
    return { markup: plain(chart.renderToSVGString()), height };
  } finally {
    chart.dispose();
  }
}

/**
 * Takes out what only a browser needs: styles for a pointer; the counters in ids, which would make two
 * drawings of one plot differ; and the short form of a font, which a rasterizer passes over.
 */
function plain(svg: string): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ class="[^"]*"| pointer-events="[^"]*"| ecmeta_\w+="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'plot-')
    .replace(/"font: normal (\w+) ([\d.]+px) ([^"]*)"/g, '"font-weight:$1;font-size:$2;font-family:$3"');
}
