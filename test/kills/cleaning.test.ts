import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { embeddedContent } from '../support/embedded-content.ts';
import { killsAt, runOnTable } from '../support/interrupted-run.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import { itemsOf, makeStore } from '../upgrade/old-store.ts';

const OFF = { HASHTILT_MEMPOOL_URL: 'off' };
const DAILY = ['daily', '--json'];

it('a run that is killed while it removes items of older releases and run again has the result of one that was not killed', async () => {
  using old = temporaryFolder();
  using clean = temporaryFolder();
  await makeStore(old.path, itemsOf('54da036'));
  cpSync(old.path, clean.path, { recursive: true });
  const { run, writes } = await runOnTable(clean.path, DAILY, OFF);
  const removals = writes.filter(({ body }) => JSON.stringify(body).includes('DeleteRequest'));
  expect(removals.length).toBeGreaterThan(5);
  expect((await runOnTable(clean.path, DAILY, OFF)).writes).toEqual([]);
  const expected = await embeddedContent(clean.path);
  for (const kill of [removals[0]!, removals[3]!, removals.at(-1)!].flatMap((write) => killsAt([write]))) {
    using killed = temporaryFolder();
    cpSync(old.path, killed.path, { recursive: true });
    expect((await runOnTable(killed.path, DAILY, OFF, kill)).run.code).toBeNull();
    expect((await runOnTable(killed.path, DAILY, OFF)).run).toEqual(run);
    expect(await embeddedContent(killed.path)).toEqual(expected);
  }
});
