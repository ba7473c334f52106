import { readFile } from 'node:fs/promises';
import { PAINTER, RASTERIZER } from '../config/functions.ts';
import type { Painter } from '../messages/charts/resvg.ts';

/** Opens the painter that lies beside the bundle of a function that draws; loaded with the first picture. */
export async function openPainter(): Promise<Painter> {
  const beside = (file: string) => new URL(file, import.meta.url);
  const { createPainter } = (await import(
    beside(PAINTER).href
  )) as typeof import('../messages/charts/resvg.ts');
  return createPainter(() => readFile(beside(RASTERIZER)));
}
