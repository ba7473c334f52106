import { readFile } from 'node:fs/promises';
import { CHART_RENDERER, RASTERIZER } from '../config/functions.ts';
import type { ChartRenderer } from '../messages/charts/resvg.ts';

/** Opens the chart renderer deployed next to a function's bundle; loaded for the first picture. */
export async function openChartRenderer(): Promise<ChartRenderer> {
  const bundled = (file: string) => new URL(file, import.meta.url);
  const { createChartRenderer } = (await import(
    bundled(CHART_RENDERER).href
  )) as typeof import('../messages/charts/resvg.ts');
  return createChartRenderer(() => readFile(bundled(RASTERIZER)));
}
