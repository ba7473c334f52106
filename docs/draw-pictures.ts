/**
 * Draws the documentation's charts from the recorded days: `npm run docs:pictures` writes docs/pictures/, or the folder
 * given as argument. Reproducible to the byte; smaller than the charts in a chat.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseChartSubject } from '../lib/cli/chart-subject.ts';
import { defaultRules } from '../lib/config/default-rules.ts';
import { viewOf } from '../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../lib/core/lenses/lens.ts';
import type { Screen } from '../lib/messages/charts/chart.ts';
import { composeChart } from '../lib/messages/charts/compose-chart.ts';
import { createChartRenderer } from '../lib/messages/charts/resvg.ts';

const PIXELS_PER_UNIT = 2;

type Picture = {
  readonly file: string;
  readonly subject: string;
  readonly day: string;
  readonly from?: string;
  readonly window?: number;
  readonly knowledge?: Knowledge;
  readonly theme?: Screen;
};

const PICTURES: readonly Picture[] = [
  { file: 'pools-2020-2026', subject: 'pools', from: '2020-01-30', day: '2026-04-21', window: 30 },
  { file: 'pools-2025-01-01', subject: 'pools', day: '2025-01-01' },
  { file: 'owner-dcg-2024', subject: 'owner:dcg', from: '2024-01-01', day: '2025-01-31' },
  {
    file: 'antpool-templates-hindsight',
    subject: 'template:antpooltemplates',
    from: '2022-09-30',
    day: '2024-12-31',
    window: 30,
    knowledge: 'now',
  },
  { file: 'countries-2025-12-31', subject: 'countries', day: '2025-12-31' },
  { file: 'map-2020-06-30', subject: 'map', day: '2020-06-30' },
  { file: 'map-2026-01-31', subject: 'map', day: '2026-01-31', theme: 'dark' },
  { file: 'warning-2024-12-30', subject: 'warning', day: '2024-12-30' },
  { file: 'warning-2024-12-30-dark', subject: 'warning', day: '2024-12-30', theme: 'dark' },
];

const folder = process.argv[2] ?? join(import.meta.dirname, 'pictures');
mkdirSync(folder, { recursive: true });
const view = viewOf(shippedLedger());
const rules = defaultRules();
const renderChart = await createChartRenderer();
for (const { file, subject, day, from, window = 7, knowledge = 'then', theme = 'light' } of PICTURES) {
  const days = { day: parseDay(day), window, from: from === undefined ? null : parseDay(from) };
  const chart = composeChart(parseChartSubject(subject, days, view), { view, rules, knowledge });
  const { png } = renderChart(chart, theme, PIXELS_PER_UNIT);
  writeFileSync(join(folder, `${file}.png`), png);
}
