import * as z from 'zod/mini';
import { LEASE_SECONDS, RECEIPT_DAYS, type ReceiptStore, type Ticket } from '../bot/receipt-store.ts';
import { isAwaited } from '../chats/clocks.ts';
import { SECONDS_PER_DAY } from '../core/ledger/utc-day.ts';
import { itemForm } from './item-form.ts';
import { unlessStale } from './store-error.ts';
import type { Table } from './table.ts';

/** `leaseEnd`, and `expires` (when DynamoDB may delete the item), in Unix seconds. */
const receiptForm = itemForm(
  z.object({
    revision: z.int(),
    state: z.enum(['started', 'done']),
    leaseEnd: z.number(),
    expires: z.int(),
  }),
);

const receiptKey = (id: string) => ({ pk: `RECEIPT#${id}`, sk: 'RECEIPT' });

/** Receipts in DynamoDB: one expiring item each. */
export function dynamoReceiptStore(table: Table): ReceiptStore {
  const save = ({ id, revision }: Ticket, state: 'started' | 'done', at: number, leaseEnd: number) =>
    table.putRevision(receiptForm, receiptKey(id), {
      revision,
      state,
      leaseEnd,
      expires: Math.ceil(at) + RECEIPT_DAYS * SECONDS_PER_DAY,
    });
  return {
    async takeReceipt(id, at, leaseSeconds = LEASE_SECONDS) {
      const known = await table.get(receiptForm, receiptKey(id));
      const isKept = known !== undefined && known.expires > at;
      if (isKept && known.state === 'done') return { kind: 'done' };
      if (isKept && isAwaited(known.leaseEnd, leaseSeconds, at)) return { kind: 'busy' };
      const revision = known?.revision ?? 0;
      const isTaken = await unlessStale(save({ id, revision }, 'started', at, at + leaseSeconds));
      return isTaken ? { kind: 'taken', ticket: { id, revision: revision + 1 } } : { kind: 'busy' };
    },
    finishReceipt: (ticket, at) => save(ticket, 'done', at, at),
    returnReceipt: (ticket, at) => save(ticket, 'started', at, at),
  };
}
