import * as z from 'zod/mini';
import { paceStateSchema } from '../delivery/pace-state.ts';
import type { PaceStore } from '../delivery/pacer.ts';
import { itemForm } from './item-form.ts';
import { unlessStale } from './store-error.ts';
import type { Table } from './table.ts';

const paceKey = (vendor: string) => ({ pk: 'PACE', sk: vendor });

const paceForm = itemForm(paceStateSchema, [
  z.pipe(
    z.omit(paceStateSchema, { at: true }),
    z.transform((pace) => ({ ...pace, at: 0 })),
  ),
]);

/** The pace of each service in DynamoDB: one item each, shared by all senders. */
export function dynamoPaceStore(table: Table): PaceStore {
  return {
    loadPace: (vendor) => table.get(paceForm, paceKey(vendor)),
    savePace: (vendor, pace) => unlessStale(table.putRevision(paceForm, paceKey(vendor), pace)),
  };
}
