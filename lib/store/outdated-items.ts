import type { OutdatedItems } from '../daily/commit-day.ts';
import type { Table } from './table.ts';

/** Earlier releases stored shares and machine countries for every day, and the newest messages as separate items. */
const PARTITIONS = ['SHARES#pool', 'SHARES#owner', 'SHARES#template', 'SHARES#operator-country', 'PLACES'];
const LATEST_MESSAGES = { pk: 'LATEST', sk: 'LATEST' };

/** Items removed from a partition per commit. */
const BATCH = 1000;

/** Removes items that nothing reads any more: they follow from the ledger, or are part of `LATEST / FIGURES`. */
export function outdatedItems(table: Table): OutdatedItems {
  return {
    async remove() {
      const [latest, ...keys] = await Promise.all([
        table.queryKeys(LATEST_MESSAGES.pk),
        ...PARTITIONS.map((pk) => table.queryKeys(pk, BATCH)),
      ]);
      const messages = latest.filter(({ sk }) => sk === LATEST_MESSAGES.sk);
      await table.deleteAll([...keys.flat(), ...messages]);
    },
  };
}
