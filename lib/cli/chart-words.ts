import type { UtcDay } from '../core/ledger/utc-day.ts';
import { LENSES, type Lens } from '../core/lenses/lens.ts';
import { InputError } from '../errors.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';

/** The word for the ranking of each lens. */
const RANKINGS: ReadonlyMap<string, Lens> = new Map([
  ['pools', 'pool'],
  ['owners', 'owner'],
  ['templates', 'template'],
  ['operator-countries', 'operator-country'],
]);

/** Everything that can be asked for. */
const SUBJECTS = [
  ...RANKINGS.keys(),
  ...LENSES.map((lens) => `${lens}:KEY`),
  'countries',
  'map',
  'warning',
  'warning:KEY',
];

/** The days that a chart shows, and the window of each figure; no `from` where none was named. */
export type ChartDays = { readonly day: UtcDay; readonly window: number; readonly from: UtcDay | null };

/** Reads what to draw, such as `pools` or `owner:dcg`. @throws InputError that lists all there is. */
export function parseChartWords(subject: string, { day, window, from }: ChartDays): ChartRequest {
  const [kind = '', key = null] = subject.split(/:(.*)/s, 2);
  const ranked = key === null ? RANKINGS.get(kind) : undefined;
  const lens = key === null ? undefined : LENSES.find((known) => known === kind);
  if (ranked !== undefined && from === null) return { kind: 'ranking', lens: ranked, window, day };
  if (ranked !== undefined)
    return { kind: 'share-over-time', lens: ranked, subject: null, window, from, to: day };
  if (lens !== undefined) return { kind: 'share-over-time', lens, subject: key, window, from, to: day };
  if (kind === 'warning') return { kind, subject: key, day };
  if (subject === 'countries') return { kind: 'operators-and-machines', window, day };
  if (subject === 'map') return { kind: 'world', day };
  const what = `expected ${SUBJECTS.join(', ')}, not "${subject}"`;
  throw new InputError([{ where: 'subject', what }], { usage: true });
}
