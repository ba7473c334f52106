import { readFile } from 'node:fs/promises';
import type { Painter } from '../charts/resvg.ts';
import { PAINTER, RASTERIZER } from '../config/functions.ts';

/** Opens the painter that lies beside the bundle of a function that draws; loaded with the first picture. */
export async function openPainter(): Promise<Painter> {
  const beside = (file: string) => new URL(file, import.meta.url);
  const { createPainter } = (await import(beside(PAINTER).href)) as typeof import('../charts/resvg.ts');
  return createPainter(() => readFile(beside(RASTERIZER)));
}
