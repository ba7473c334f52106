import { describe, expect, it } from 'vitest';
import { addDays } from '../../../lib/core/ledger/utc-day.ts';
import { connectStore } from '../../../lib/store/store.ts';
import { StoreError } from '../../../lib/store/store-error.ts';
import { startDynamoProxy } from '../../support/dynamo-proxy.ts';
import { failure } from '../../support/failure.ts';
import { closedDay, DAY } from '../stored.ts';
import type { StoreWorld } from './store-world.ts';

/** What cannot be read, and what DynamoDB refuses. */
export function faultsContract(world: StoreWorld): void {
  describe('faults', () => {
    it('an invalid stored item is named', async () => {
      await world.put({ pk: 'LEDGER', sk: '2025-01-08', v: 1, kind: 'missing', day: '2025-02-30' });
      await expect(world.store.ledger.loadDays()).rejects.toThrow(/^stored item LEDGER \/ 2025-01-08: day: /);
    });

    it('a stored item without a version is named', async () => {
      await world.put({ pk: 'LEDGER', sk: '2025-01-08', kind: 'missing', day: '2025-01-08' });
      await expect(world.store.ledger.loadDays()).rejects.toThrow(/^stored item LEDGER \/ 2025-01-08: v: /);
    });

    it("a missing table is reported by DynamoDB's name for the error", async () => {
      const unreachable = connectStore('no-such-table', world.dynamo.config);
      const fault = await failure(unreachable.ledger.loadDays());
      unreachable.close();
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^DynamoDB: ResourceNotFoundException: /);
    });

    it('a DynamoDB that does not respond is reported by its address, as retryable', async () => {
      const closed = { ...world.overHttp(), endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
      const unreachable = connectStore(world.table, closed);
      const fault = await failure(unreachable.ledger.loadDays());
      unreachable.close();
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: true });
      expect(fault.message).toBe('DynamoDB: connect ECONNREFUSED 127.0.0.1:1');
    });
  });

  it('unprocessed items of a batch are retried', async () => {
    const ledger = Array.from({ length: 30 }, (_, index) => closedDay(addDays(DAY, index)));
    let refusals = 0;
    const proxy = await startDynamoProxy(
      String(world.overHttp().endpoint),
      async ({ number, body }, forward) => {
        const [[name, requests]] = Object.entries(body.RequestItems ?? {}) as [[string, readonly unknown[]]];
        // The first batch is processed in thirds.
        if (number > 2) return forward();
        refusals += 1;
        const taken = Math.ceil(requests.length / 3);
        const answer = await forward({ RequestItems: { [name]: requests.slice(0, taken) } });
        const left = JSON.stringify({ UnprocessedItems: { [name]: requests.slice(taken) } });
        const { 'x-amz-crc32': _, 'content-length': __, ...headers } = answer.headers;
        return { status: 200, headers, body: Buffer.from(left) };
      },
    );
    const throughProxy = connectStore(world.table, { ...world.overHttp(), endpoint: proxy.endpoint });
    await throughProxy.ledger.saveDays(ledger);
    throughProxy.close();
    await proxy.close();
    expect(refusals).toBe(2);
    expect(proxy.writes).toHaveLength(4);
    expect(await world.store.ledger.loadDays()).toEqual(ledger);
  });
}
