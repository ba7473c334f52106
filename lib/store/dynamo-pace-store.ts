import { paceStateSchema } from '../delivery/pace-state.ts';
import type { PaceStore } from '../delivery/pacer.ts';
import { StaleWriteError } from './store-error.ts';
import type { Table } from './table.ts';

const paceKey = (vendor: string) => ({ pk: 'PACE', sk: vendor });

/** The pace of each service in DynamoDB: an item each, which all senders take their turns from. */
export function dynamoPaceStore(table: Table): PaceStore {
  return {
    loadPace: (vendor) => table.get(paceKey(vendor), paceStateSchema),
    async savePace(vendor, { revision, ...content }) {
      try {
        await table.putRevision(paceKey(vendor), content, revision);
        return true;
      } catch (error) {
        if (error instanceof StaleWriteError) return false;
        throw error;
      }
    },
  };
}
