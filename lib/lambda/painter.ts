import { readFile } from 'node:fs/promises';
import type { Painter } from '../charts/resvg.ts';
import { RASTERIZER } from '../config/functions.ts';

/**
 * Opens a painter with the rasterizer that lies beside the bundle. All that draws is loaded with the first
 * picture: most runs have none to draw, and would start slower.
 */
export async function openPainter(): Promise<Painter> {
  const { createPainter } = await import('../charts/resvg.ts');
  return createPainter(() => readFile(new URL(RASTERIZER, import.meta.url)));
}
