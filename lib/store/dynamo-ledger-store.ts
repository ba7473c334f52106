import { isDeepStrictEqual } from 'node:util';
import { isVerified, type LostBlock, type StoredBlock } from '../core/ledger/block.ts';
import { FIRST_RECORDED_DAY } from '../core/ledger/shipped-label.ts';
import { addDays, LAST_DAY } from '../core/ledger/utc-day.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import {
  dayForm,
  epochEndForm,
  heightKey,
  labelsIn,
  lostBlockForm,
  mergeSegment,
  reportedMinersForm,
  SEGMENT_HEIGHTS,
  segmentForm,
  segmentKey,
  settledForm,
  sourcesForm,
  storedDay,
} from './ledger-items.ts';
import type { Table } from './table.ts';

const DAYS = 'LEDGER';
const EVERY_DAY = { from: FIRST_RECORDED_DAY, to: LAST_DAY };
const BLOCKS = 'BLOCKS';
const EPOCH_ENDS = 'EPOCH-ENDS';
const LOST = 'LOST';
const SOURCES = { pk: 'SOURCES', sk: 'SOURCES' };
const SETTLED = { pk: 'SETTLED', sk: 'SETTLED' };
const REPORTED_MINERS = { pk: 'TOLD-MINERS', sk: 'TOLD-MINERS' };

/** The ledger in DynamoDB: one item per day, and one per 100 heights. */
export function dynamoLedgerStore(table: Table): LedgerStore {
  const segments = (from: number, to: number) =>
    table.query(segmentForm, BLOCKS, { from: segmentKey(from), to: segmentKey(to) });
  return {
    loadDays: (range = EVERY_DAY) => table.query(dayForm, DAYS, range),
    async saveDays(days) {
      const settled = await table.get(settledForm, SETTLED);
      const lowest = days.map(({ day }) => day).sort()[0];
      if (settled !== undefined && lowest !== undefined && lowest <= settled.through)
        await table.put(settledForm, SETTLED, { through: addDays(lowest, -1) });
      await table.putAll(dayForm, days.map(storedDay), ({ day }) => ({ pk: DAYS, sk: day }));
    },
    loadSettled: async () => (await table.get(settledForm, SETTLED))?.through ?? null,
    saveSettled: (through) => table.put(settledForm, SETTLED, { through }),
    async loadNewestBlocks(count) {
      const descending: StoredBlock[] = [];
      const pageSize = Math.ceil(count / SEGMENT_HEIGHTS) + 1;
      for await (const { blocks } of table.newestFirst(segmentForm, BLOCKS, pageSize)) {
        descending.push(...blocks.toReversed());
        if (descending.length >= count + SEGMENT_HEIGHTS) break;
      }
      return newestRun(descending.reverse());
    },
    async loadBlocks(from, to) {
      const blocks = (await segments(from, to)).flatMap((segment) => segment.blocks);
      return blocks.filter(({ height }) => from <= height && height <= to);
    },
    async saveBlocks(blocks, labels = new Map()) {
      const bySegment = Map.groupBy(blocks, ({ height }) => segmentKey(height));
      for (const [sk, added] of [...bySegment].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const key = { pk: BLOCKS, sk };
        const stored = await table.get(segmentForm, key);
        const content = { ...mergeSegment(stored, added, labels), revision: stored?.revision ?? 0 };
        if (isDeepStrictEqual(content, stored)) continue;
        await table.putRevision(segmentForm, key, content);
      }
    },
    async loadLabels(from, to) {
      const labels = (await segments(from, to)).flatMap((segment) => [...labelsIn(segment)]);
      return new Map(labels.filter(([height]) => from <= height && height <= to));
    },
    loadEpochEnds: () => table.query(epochEndForm, EPOCH_ENDS),
    saveEpochEnds(blocks) {
      const ends = blocks.map(({ height, time, bits, id, previousId }) => {
        return { height, time, bits, id, previousId };
      });
      return table.putAll(epochEndForm, ends, ({ height }) => ({ pk: EPOCH_ENDS, sk: heightKey(height) }));
    },
    loadLostBlocks: (range) =>
      table.query(
        lostBlockForm,
        LOST,
        range && { from: heightKey(range.from), to: `${heightKey(range.to)}#~` },
      ),
    saveLostBlocks: (blocks) => table.putAll(lostBlockForm, blocks, lostKey),
    forgetLostBlocks: (blocks) => table.deleteAll(blocks.map(lostKey)),
    loadSources: async () => (await table.get(sourcesForm, SOURCES))?.states ?? [],
    saveSources: (states) => table.put(sourcesForm, SOURCES, { states }),
    loadReportedMiners: async () => (await table.get(reportedMinersForm, REPORTED_MINERS))?.marks ?? [],
    saveReportedMiners: (marks) => table.put(reportedMinersForm, REPORTED_MINERS, { marks }),
  };
}

function lostKey({ height, id }: Pick<LostBlock, 'height' | 'id'>) {
  return { pk: LOST, sk: `${heightKey(height)}#${id}` };
}

/** The last consecutive blocks of an ascending list, without those above a broken link. */
function newestRun(blocks: readonly StoredBlock[]): readonly StoredBlock[] {
  let run: StoredBlock[] = [];
  for (const block of blocks) {
    const below = run.at(-1);
    if (below === undefined || below.height + 1 !== block.height) run = [block];
    else if (isVerified(block) && isVerified(below) && block.previousId !== below.id) return run;
    else run.push(block);
  }
  return run;
}
