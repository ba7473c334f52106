import type { ClosedDay } from '../../core/ledger/ledger.ts';
import type { SiteFile } from '../site-file.ts';
import { LICENCE, writeJson } from './documents.ts';

/** The files of a day: as it is counted now, and its revision, which stays as it is for ever. */
export function dayFiles(
  { day, revision, count, source, registry }: ClosedDay,
  labelledBy: string,
): readonly SiteFile[] {
  const permanent = `${day}/r${revision}.json`;
  const counted = {
    day,
    revision,
    blocks: count.blocks,
    firstHeight: count.firstHeight,
    lastHeight: count.lastHeight,
    pools: [...count.pools]
      .map(([pool, blocks]) => ({ pool, blocks }))
      .sort((a, b) => b.blocks - a.blocks || (a.pool < b.pool ? -1 : 1)),
    source,
    labelledBy: source === 'recorded' ? labelledBy : null,
    registry,
  };
  const { evidence, conflicts } = count;
  return [
    {
      path: `v1/days/${permanent}`,
      body: () => writeJson({ schema: 'hashtilt/day-revision@1', ...counted }),
    },
    {
      path: `v1/days/${day}.json`,
      body: () =>
        writeJson({ schema: 'hashtilt/day@1', ...counted, evidence, conflicts, permanent, licence: LICENCE }),
    },
  ];
}
