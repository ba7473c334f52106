import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runCli, temporaryFolder } from '../support/run-cli.ts';
import type { StoredItem } from './items.ts';
import { itemsIn, itemsOf, makeStore } from './old-store.ts';

const before = itemsOf('6794da6');

const partition = (items: readonly StoredItem[], pk: string) => items.filter((item) => item.pk === pk);

describe('a store written by the first release', () => {
  const folder = temporaryFolder();
  const env = { HASHTILT_STORE: folder.path, HASHTILT_MEMPOOL_URL: 'off' };
  let daily: CliRun;
  let after: readonly StoredItem[];

  beforeAll(async () => {
    await makeStore(folder.path, before);
    daily = await runCli(['daily', '--json'], { env });
    after = await itemsIn(folder.path);
  });
  afterAll(() => folder[Symbol.dispose]());

  it('has a version on every item, before and after', () => {
    expect(before.length).toBeGreaterThan(2_303);
    for (const item of [...before, ...after]) expect(item.v).toBeTypeOf('number');
  });

  it('is read by the current program', () => {
    expect(daily.stderr).not.toContain('stored item');
    expect(daily.code).toBe(0);
  });

  it('shows the same newest day, still as live', () => {
    const newest = partition(before, 'LEDGER')
      .filter(({ kind }) => kind === 'closed')
      .at(-1);
    expect(JSON.parse(daily.stdout)).toMatchObject({ day: newest?.sk, source: { kind: 'live' } });
  });

  it('keeps every day as counted and every block', () => {
    const counted = (items: readonly StoredItem[]) =>
      partition(items, 'LEDGER').map(({ sk, kind, blocks, pools }) => ({ sk, kind, blocks, pools }));
    expect(counted(after)).toEqual(counted(before));
    expect(partition(after, 'BLOCKS')).toEqual(partition(before, 'BLOCKS'));
  });

  it('sends nothing for days already evaluated: what newer rules find there is history', () => {
    const through = String(partition(before, 'PROGRESS')[0]?.through);
    expect(partition(after, 'PROGRESS')[0]).toMatchObject({ quietThrough: through });
  });
});
