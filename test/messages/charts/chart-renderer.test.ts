import { beforeAll, describe, expect, it } from 'vitest';
import { memo } from '../../../lib/memo.ts';
import { type Chart, type Screen, THEMES } from '../../../lib/messages/charts/chart.ts';
import { inkOf } from '../../../lib/messages/charts/ink.ts';
import {
  type ChartRenderer,
  createChartRenderer,
  readRasterizer,
} from '../../../lib/messages/charts/resvg.ts';
import { holding, oneOfEach, ranking, shareOverTime, trend, worldMap } from './builders.ts';
import { colourAt, inkedPixels, type Pixels, readPixels } from './pixels.ts';

/** Pixels per unit of the drawing. */
const SCALE = 3;

let renderChart: ChartRenderer;
beforeAll(async () => {
  renderChart = await createChartRenderer();
});

const renderIn = (theme: Screen) => (chart: Chart) => {
  const { png, ...size } = renderChart(chart, theme);
  return { ...size, chart, png, pixels: readPixels(png) };
};
const renderLight = renderIn('light');

/** One chart of each kind. */
const rendered = memo((theme: Screen) => oneOfEach().map(renderIn(theme)));

/** Inked pixels in a rectangle given in units. */
function inked(pixels: Pixels, left: number, top: number, right: number, bottom: number): number {
  const at = (units: number) => Math.round(units * SCALE);
  return inkedPixels(pixels, inkOf('light').paper, {
    left: at(left),
    top: at(top),
    right: at(right),
    bottom: at(bottom),
  });
}

describe('the chart renderer', () => {
  it.each(THEMES)(
    'renders every kind of chart in %s, 1,080 pixels wide, with its texts and figures',
    (theme) => {
      for (const { chart, pixels, width, height } of rendered(theme)) {
        expect([pixels.width, pixels.height]).toEqual([width, height]);
        expect(width).toBe(1080);
        expect(colourAt(pixels, 5, 5)).toBe(inkOf(theme).paper);
        const title = { left: 48, top: 48, right: width - 48, bottom: 105 };
        expect(inkedPixels(pixels, inkOf(theme).paper, title), chart.kind).toBeGreaterThan(2000);
        const corner = { left: 48, top: height - 90, right: width - 48, bottom: height - 36 };
        expect(inkedPixels(pixels, inkOf(theme).paper, corner), chart.kind).toBeGreaterThan(800);
      }
    },
  );

  it('renders letters: a blank name leaves its place empty', () => {
    const place = [16, 103, 200, 124] as const;
    const named = renderChart(
      ranking({ holdings: [holding('foundryusa', 0.3, 'Foundry USA')] }),
      'light',
    ).png;
    const nameless = renderChart(ranking({ holdings: [holding('foundryusa', 0.3, ' ')] }), 'light').png;
    expect(inked(readPixels(named), ...place) - inked(readPixels(nameless), ...place)).toBeGreaterThan(400);
  });

  it('leaves the margins empty', () => {
    const longest = 'Owners of an exceptionally long and winding name of a pool (Group)';
    const charts = [
      ranking({ holdings: [holding('a', 0.6, longest.slice(0, 30))], holders: 'template groups' }),
      shareOverTime({
        trends: [trend([0.1, 0.9], 'a', longest), trend([0.2, 0.1], 'b', longest.slice(0, 40))],
      }),
    ];
    for (const { chart, pixels, height } of [...rendered('light'), ...charts.map(renderLight)]) {
      expect(inked(pixels, 0, 0, 10, height / SCALE), chart.kind).toBe(0);
      expect(inked(pixels, 350, 0, 360, height / SCALE), chart.kind).toBe(0);
    }
  });

  it('renders places too small for the map as dots', () => {
    const country = (key: string) => worldMap({ countries: [holding(key, 0.5)], other: 0.5 });
    const dark = inkOf('light').steps.at(-1)!;
    for (const key of ['SG', 'LU']) {
      const pixels = readPixels(renderChart(country(key), 'light').png);
      const map = { left: 0, top: 250, right: pixels.width, bottom: 780 };
      const seen = map.bottom * pixels.width - map.top * pixels.width - inkedPixels(pixels, dark, map);
      expect(seen, key).toBeGreaterThan(80);
    }
  });

  it('gives the same bytes every time, whatever was rendered before', async () => {
    const again = await createChartRenderer();
    for (const { chart, png } of rendered('dark').toReversed())
      expect(Buffer.compare(again(chart, 'dark').png, png), chart.kind).toBe(0);
  });

  it('provides a text alternative', () => {
    expect(renderChart(ranking(), 'light').alt).toBe(
      'Foundry USA leads with 36.0%; 2 pools hold more than half. Share of blocks by pool. Counted: blocks of a test',
    );
  });

  it('reads the rasterizer as WebAssembly', async () => {
    const bytes = await readRasterizer();
    expect([...bytes.subarray(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
  });
});
