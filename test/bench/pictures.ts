import { defaultRules } from '../../lib/config/default-rules.ts';
import { viewOf } from '../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import { isWarning } from '../../lib/core/warnings/told.ts';
import type { Chart } from '../../lib/messages/charts/chart.ts';
import type { ChartRequest } from '../../lib/messages/charts/chart-request.ts';
import { composeChart } from '../../lib/messages/charts/compose-chart.ts';
import { episodeChart } from '../../lib/messages/charts/episode-chart.ts';
import { createPainter } from '../../lib/messages/charts/resvg.ts';
import { median, type Row } from './row.ts';

const DAY = parseDay('2025-01-08');
const ROUNDS = 9;
const BAR_MILLISECONDS = 400;

/**
 * Measures pictures as a bot that is already running makes them: from the ledger or a transition to the PNG
 * at the size of a chat. The first of each kind, which warms up, is left out. Then the first painter of a
 * process, which compiles the rasterizer.
 */
export async function benchPictures(): Promise<readonly Row[]> {
  const start = performance.now();
  const paint = await createPainter();
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
    const rounds = Array.from({ length: ROUNDS + 1 }, () => {
      const begun = performance.now();
      paint(chart(), 'light');
      return performance.now() - begun;
    });
    return row(`picture, warm: ${name}`, median(rounds.slice(1)));
  });
  return [...rows, row('painter, first of a process', first)];
}

function row(name: string, figure: number): Row {
  return { name, figure, unit: 'ms', bar: BAR_MILLISECONDS, better: 'less' };
}
