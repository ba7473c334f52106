import * as z from 'zod/mini';
import type { ClosedDay } from '../../core/ledger/ledger.ts';
import { addDays } from '../../core/ledger/utc-day.ts';
import { WEEK } from '../../core/shares/window.ts';
import { countOf, sharesOf } from '../../daily/figures.ts';
import { composeDigest } from '../../daily/report.ts';
import type { Basis } from '../../messages/charts/chart.ts';
import { countedBasis } from '../../messages/charts/counted-charts.ts';
import { machineMap } from '../../messages/charts/place-charts.ts';
import { warningPath } from '../../messages/page-link.ts';
import { stateFile } from '../before.ts';
import type { SiteFile } from '../site-file.ts';
import type { SiteSource } from '../source.ts';
import type { WarningDay } from '../warning-page.ts';
import { badge } from './badge.ts';
import { dayFile, revisionFile } from './days.ts';
import { FORMS, writeJson } from './documents.ts';
import { type FeedState, feedFiles } from './feeds.ts';
import { blocksTable, type MachineRow, machinesTable, sharesTable } from './history.ts';
import { latestDocument } from './latest.ts';
import type { Table } from './table.ts';
import { historyFiles } from './table-files.ts';

/** Days in the digest feed. */
const DIGESTS = 30;

/** Every file of the open data, `latest.json` last. */
export function* openDataFiles(
  source: SiteSource,
  warnings: readonly WarningDay[],
  machines: readonly MachineRow[],
  before: FeedState,
): Generator<SiteFile> {
  const { input, figures, url } = source;
  const closed = input.ledger.filter((entry) => entry.kind === 'closed');
  for (const entry of closed) yield revisionFile(entry);
  for (const entry of closed) yield dayFile(entry);
  yield* histories(source, machines);
  for (const [name, form] of Object.entries(FORMS))
    yield { path: `v1/schemas/${name}.json`, body: () => writeJson(z.toJSONSchema(form)) };
  const feeds = url === null ? { files: [], state: before } : feedsOf(source, url, warnings, before);
  yield* feeds.files;
  const count = countOf(figures, 'owner', WEEK);
  yield { path: 'v1/badge.svg', body: () => badge(count.missingDays > 0 ? undefined : sharesOf(count)[0]) };
  yield stateFile(source, feeds.state);
  yield { path: 'v1/latest.json', body: () => writeJson(latestDocument(source, warnings)) };
}

/** The feeds of warnings and digests. */
function feedsOf(
  { input, day }: SiteSource,
  url: string,
  warnings: readonly WarningDay[],
  before: FeedState,
) {
  const closed = input.ledger.filter(
    (entry): entry is ClosedDay => entry.kind === 'closed' && entry.day > addDays(day, -DIGESTS),
  );
  return feedFiles(
    [
      {
        name: 'warnings',
        title: 'Hashtilt: warnings',
        description: "When somebody nears a majority of Bitcoin's hash rate, with 95% intervals.",
        entries: warnings.map((warning) => ({
          day: warning.day,
          message: { ...(warning.retraction ?? warning.message), id: `warning-${warning.day}` },
          path: warningPath(warning.day),
        })),
      },
      {
        name: 'digests',
        title: 'Hashtilt: the daily digest',
        description: 'Who mined Bitcoin, day by day, with 95% intervals.',
        entries: closed.toReversed().map((entry) => ({
          day: entry.day,
          message: composeDigest(input, entry.day),
          path: `v1/days/${entry.day}.json`,
        })),
      },
    ],
    { url, day, before },
  );
}

function* histories({ input, day }: SiteSource, machines: readonly MachineRow[]): Generator<SiteFile> {
  const history = (name: string, title: string, description: string, basis: Basis, table: Table) =>
    historyFiles({ path: `v1/history/${name}`, title, description, day, bases: [basis] }, table);
  const counted = countedBasis(input.ledger, day, input.ledger.length);
  yield* history(
    'blocks',
    'Blocks of each day by pool',
    'Every closed UTC day: who mined how many of its blocks.',
    counted,
    blocksTable(input),
  );
  yield* history(
    'shares',
    'Shares of each week by pool, owner, template group and seat',
    'Shares of the blocks of the 7 days that end on each day, through four lenses, by what was known on the day.',
    counted,
    sharesTable(input),
  );
  if (machines.length === 0) return;
  yield* history(
    'machines',
    'Where machines stand on each day, by country',
    "Shares of the world's hash rate by the country in which the machines stand, carried on from published figures, by what was published by the day.",
    machineMap(input.ledger, day, input.knowledge).basis,
    machinesTable(machines),
  );
}
