import type { ClosedDay } from '../../core/ledger/ledger.ts';
import { SHIPPED_LABELLED_BY } from '../../core/ledger/shipped-label.ts';
import { contentDigest, type SiteFile } from '../site-file.ts';
import { LICENCE, writeJson } from './documents.ts';

/** The newest revision of a day, in a file that never changes. */
export function revisionFile(closed: ClosedDay): SiteFile {
  const { day, revision, blocks, firstHeight, lastHeight, pools } = counted(closed);
  const figures = JSON.stringify([day, revision, blocks, firstHeight, lastHeight, pools]);
  return {
    path: `v1/days/${permanentPath(closed)}`,
    // Better evidence for the same blocks changes their source and their registry, and is no new revision.
    key: contentDigest(figures),
    body: () => writeJson({ schema: 'hashtilt/day-revision@1', ...counted(closed) }),
  };
}

/** A day as counted now, with the path of its permanent revision. */
export function dayFile(closed: ClosedDay): SiteFile {
  const { evidence, conflicts } = closed.count;
  const known = { evidence, conflicts, permanent: permanentPath(closed), licence: LICENCE };
  return {
    path: `v1/days/${closed.day}.json`,
    body: () => writeJson({ schema: 'hashtilt/day@1', ...counted(closed), ...known }),
  };
}

function permanentPath({ day, revision }: ClosedDay): string {
  return `${day}/r${revision}.json`;
}

function counted({ day, revision, count, source, registry }: ClosedDay) {
  return {
    day,
    revision,
    blocks: count.blocks,
    firstHeight: count.firstHeight,
    lastHeight: count.lastHeight,
    pools: [...count.pools]
      .map(([pool, blocks]) => ({ pool, blocks }))
      .sort((a, b) => b.blocks - a.blocks || (a.pool < b.pool ? -1 : 1)),
    source,
    labelledBy: source === 'recorded' ? SHIPPED_LABELLED_BY : null,
    registry,
  };
}
