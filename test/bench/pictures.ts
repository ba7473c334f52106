import { Resvg } from '@resvg/resvg-wasm';
import { defaultRules } from '../../lib/config/default-rules.ts';
import { viewOf } from '../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import { isWarning } from '../../lib/core/warnings/is-warning.ts';
import type { Chart } from '../../lib/messages/charts/chart.ts';
import type { ChartRequest } from '../../lib/messages/charts/chart-request.ts';
import { composeChart } from '../../lib/messages/charts/compose-chart.ts';
import { episodeChart } from '../../lib/messages/charts/episode-chart.ts';
import { createChartRenderer } from '../../lib/messages/charts/resvg.ts';
import { FONT_FAMILY, fontFiles } from '../../lib/messages/charts/typeface.ts';
import { type Row, timesAsLong } from './row.ts';

const DAY = parseDay('2025-01-08');
const ROUNDS = 9;
const BAR = 12;

/**
 * Measures pictures in a running bot: from the ledger or a transition to the PNG
 * at the size of a chat, against an empty picture of the same size. The first of each kind is a warm-up and left
 * out. Then the first renderer of a process, which compiles the rasterizer.
 */
export async function benchPictures(): Promise<readonly Row[]> {
  const start = performance.now();
  const renderChart = await createChartRenderer();
  const first = performance.now() - start;
  const view = viewOf(shippedLedger());
  const source = { view, rules: defaultRules(), knowledge: 'then' } as const;
  const ask = (request: ChartRequest) => () => composeChart(request, source);
  const overTime = { kind: 'share-over-time', window: 7, to: DAY } as const;
  const { transitions } = replayRules(
    view.ledger,
    defaultRules().filter(({ lens }) => lens === 'owner'),
    'then',
  );
  const warning = transitions.findLast(isWarning)!;
  const charts: Readonly<Record<string, () => Chart>> = {
    'ranking of a week': ask({ kind: 'ranking', lens: 'pool', window: 7, day: DAY }),
    'four pools over five years': ask({
      ...overTime,
      lens: 'pool',
      subject: null,
      from: parseDay('2020-01-07'),
    }),
    'an owner over a year': ask({ ...overTime, lens: 'owner', subject: 'dcg', from: null }),
    'operators and machines': ask({ kind: 'operators-and-machines', window: 7, day: DAY }),
    'world map': ask({ kind: 'world', day: DAY }),
    'episode of a warning': () => episodeChart(view.ledger, warning, 'then')!,
  };
  const rows = Object.entries(charts).map(([name, chart]) => {
    const { width, height } = renderChart(chart(), 'light');
    const took = quickestOf(() => renderChart(chart(), 'light'));
    return timesAsLong(`picture, warm: ${name}`, took, emptyPicture(width, height), BAR);
  });
  const { width, height } = renderChart(charts['ranking of a week']!(), 'light');
  return [
    ...rows,
    timesAsLong('chart renderer, first of a process', first, emptyPicture(width, height), BAR),
  ];
}

function emptyPicture(width: number, height: number) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`;
  const font = { fontBuffers: [...fontFiles()], defaultFontFamily: FONT_FAMILY };
  const milliseconds = quickestOf(() => {
    const resvg = new Resvg(svg, { font });
    const image = resvg.render();
    image.asPng();
    image.free();
    resvg.free();
  });
  return { name: 'an empty one of its size', milliseconds };
}

function quickestOf(work: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return Math.min(...rounds);
}
