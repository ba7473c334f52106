import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Picture } from '../picture.ts';
import type { Chart, Screen } from './chart.ts';
import { drawChart } from './draw.ts';
import { FONT_FAMILY, fontFiles } from './typeface.ts';

/** Default pixels per unit, as on a high-density phone screen. */
const PIXELS_PER_UNIT = 3;

/** Renders a chart as a PNG. @throws MissingGlyphError if a text has a letter the fonts lack. */
export type ChartRenderer = (chart: Chart, theme: Screen, pixelsPerUnit?: number) => Picture;

/** Reads the rasterizer from node_modules; bundles without it pass their own copy to `createChartRenderer`. */
export function readRasterizer(): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'));
}

let ready: Promise<void> | undefined;

/**
 * Creates a chart renderer that needs no canvas, browser or system fonts: a chart gives the same bytes everywhere. The
 * first call in a process compiles the rasterizer; later calls share it.
 *
 * @param readWasm reads resvg's WebAssembly module.
 */
export async function createChartRenderer(
  readWasm: () => Promise<BufferSource> = readRasterizer,
): Promise<ChartRenderer> {
  ready ??= readWasm().then(initWasm);
  await ready.catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const fontBuffers = [...fontFiles()];
  return (chart, theme, pixelsPerUnit = PIXELS_PER_UNIT) => {
    const { svg, alt } = drawChart(chart, theme);
    const resvg = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: pixelsPerUnit },
      font: { fontBuffers, defaultFontFamily: FONT_FAMILY },
    });
    const image = resvg.render();
    try {
      return { png: image.asPng(), width: image.width, height: image.height, alt };
    } finally {
      image.free();
      resvg.free();
    }
  };
}
