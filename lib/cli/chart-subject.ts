import type { LedgerView } from '../core/ledger/ledger-view.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import { LENSES, type Lens } from '../core/lenses/lens.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { findSubject, invalidChoice } from './arguments.ts';

/** The subject that names each lens's ranking. */
const RANKINGS: ReadonlyMap<string, Lens> = new Map([
  ['pools', 'pool'],
  ['owners', 'owner'],
  ['templates', 'template'],
  ['operator-countries', 'operator-country'],
]);

/** Every valid subject, as errors list them. */
const SUBJECTS = [
  ...RANKINGS.keys(),
  ...LENSES.map((lens) => `${lens}:KEY`),
  'countries',
  'map',
  'warning',
  'warning:KEY',
];

/** The days a chart shows, and the window of each figure in days; `from` is null if none was given. */
export type ChartDays = { readonly day: UtcDay; readonly window: number; readonly from: UtcDay | null };

/**
 * Parses a chart subject such as `pools` or `owner:dcg`.
 * @throws InputError listing the valid subjects, or the nearest keys.
 */
export function parseChartSubject(
  subject: string,
  { day, window, from }: ChartDays,
  view: LedgerView,
): ChartRequest {
  const [word = '', key = null] = subject.split(/:(.*)/s, 2);
  const kind = word.toLowerCase();
  const ranked = key === null ? RANKINGS.get(kind) : undefined;
  const lens = key === null ? undefined : LENSES.find((known) => known === kind);
  if (ranked !== undefined && from === null) return { kind: 'ranking', lens: ranked, window, day };
  if (ranked !== undefined)
    return { kind: 'share-over-time', lens: ranked, subject: null, window, from, to: day };
  if (lens !== undefined && key !== null) {
    const found = findSubject(key, 'subject', lens, view);
    return { kind: 'share-over-time', lens, subject: found, window, from, to: day };
  }
  if (kind === 'warning') return { kind, subject: key && inCase(key), day };
  if (key === null && kind === 'countries') return { kind: 'operators-and-machines', window, day };
  if (key === null && kind === 'map') return { kind: 'world', day };
  throw invalidChoice(subject, 'subject', SUBJECTS);
}

/** Place codes are upper case, all other keys lower case. */
function inCase(key: string): string {
  return /^[a-z]{2}(-|$)/i.test(key) ? key.toUpperCase() : key.toLowerCase();
}
