import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Picture } from '../picture.ts';
import type { Chart, Screen } from './chart.ts';
import { drawChart } from './draw.ts';
import { FONT_FAMILY, fontFiles } from './typeface.ts';

/** Pixels to a unit where nothing else is asked for: what a phone with a dense screen has. */
const PIXELS_PER_UNIT = 3;

/** Renders a chart as a PNG. @throws MissingGlyphError where a name has a letter that the fonts lack. */
export type ChartRenderer = (chart: Chart, theme: Screen, pixelsPerUnit?: number) => Picture;

/** The rasterizer as installed; a bundle without node_modules reads its own copy and hands that over. */
export function readRasterizer(): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'));
}

let ready: Promise<void> | undefined;

/**
 * Makes a renderer of charts that works without canvas, browser or fonts of the machine: the same chart gives the same
 * bytes everywhere. The first call in a process compiles the rasterizer; later ones share it.
 *
 * @param readWasm gives the bytes of resvg's WebAssembly module.
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
