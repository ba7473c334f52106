import type { OutdatedItems } from '../daily/commit-day.ts';
import type { Table } from './table.ts';

/** Earlier releases kept shares, and where machines stand, for every day, and the newest messages by themselves. */
const PARTITIONS = ['SHARES#pool', 'SHARES#owner', 'SHARES#template', 'SHARES#operator-country', 'PLACES'];
const LATEST_MESSAGES = { pk: 'LATEST', sk: 'LATEST' };

/** So many of a partition at a time; the rest is left to the next commit. */
const AT_ONCE = 1000;

/** What nobody reads any more: it follows from the ledger, or stands in `LATEST / FIGURES`. */
export function outdatedItems(table: Table): OutdatedItems {
  return {
    async remove() {
      const [latest, ...keys] = await Promise.all([
        table.queryKeys(LATEST_MESSAGES.pk),
        ...PARTITIONS.map((pk) => table.queryKeys(pk, AT_ONCE)),
      ]);
      const messages = latest.filter(({ sk }) => sk === LATEST_MESSAGES.sk);
      await table.deleteAll([...keys.flat(), ...messages]);
    },
  };
}
