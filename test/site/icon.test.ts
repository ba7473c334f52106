import { Resvg } from '@resvg/resvg-wasm';
import { expect, it } from 'vitest';
import { createChartRenderer } from '../../lib/messages/charts/resvg.ts';
import { ICON, iconFile } from '../../lib/site/icon.ts';

it('serves as favicon.ico the icon of the pages', async () => {
  // Initialises the rasterizer.
  await createChartRenderer();
  const drawn = new Resvg(ICON, { fitTo: { mode: 'width', value: 16 } }).render().asPng();
  const file = Buffer.from(iconFile());
  expect(file.readUInt32LE(14)).toBe(drawn.length);
  expect(file.subarray(file.readUInt32LE(18))).toEqual(Buffer.from(drawn));
});
