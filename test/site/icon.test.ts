import { Resvg } from '@resvg/resvg-wasm';
import { expect, it } from 'vitest';
import { createChartRenderer } from '../../lib/messages/charts/resvg.ts';
import { ICON, iconFile } from '../../lib/site/icon.ts';

it('the icon that browsers ask for is the one of the pages', async () => {
  // Makes the rasterizer ready, once for all tests of a worker.
  await createChartRenderer();
  const drawn = new Resvg(ICON, { fitTo: { mode: 'width', value: 16 } }).render().asPng();
  const file = Buffer.from(iconFile());
  expect(file.readUInt32LE(14)).toBe(drawn.length);
  expect(file.subarray(file.readUInt32LE(18))).toEqual(Buffer.from(drawn));
});
