import { expect, it } from 'vitest';
import { pictureDrawer } from '../../lib/bot/draw-picture.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { ChartRequest } from '../../lib/messages/charts/chart-request.ts';
import { createChartRenderer } from '../../lib/messages/charts/resvg.ts';

const day = parseDay('2025-01-08');
const from = parseDay('2024-10-10');

const draw = pictureDrawer({
  ledger: { loadDays: async () => shippedLedger() },
  rules: [],
  knowledge: 'then',
  openChartRenderer: createChartRenderer,
});

it.each<[ChartRequest, RegExp]>([
  [{ kind: 'share-over-time', lens: 'pool', subject: 'foundryusa', window: 7, from, to: day }, /Foundry USA/],
  [{ kind: 'ranking', lens: 'owner', window: 7, day }, /Foundry USA/],
  [{ kind: 'operators-and-machines', window: 7, day }, /United States/],
  [{ kind: 'world', day }, /United States/],
])('$kind is drawn as asked for, with words for those who cannot see it', async (picture, words) => {
  const { png, alt } = await draw(picture);
  expect(Buffer.from(png.subarray(0, 8)).toString('hex')).toBe('89504e470d0a1a0a');
  expect(alt).toMatch(words);
  expect(alt.length).toBeLessThanOrEqual(1024);
});
