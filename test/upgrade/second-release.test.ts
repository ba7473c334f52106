import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runCli, temporaryFolder } from '../support/run-cli.ts';
import { type Services, startServices } from '../support/services.ts';
import type { StoredItem } from './items.ts';
import { itemsIn, itemsOf, makeStore } from './old-store.ts';

const before = itemsOf('54da036');
const DAY = '2026-05-27';

const isOutdated = ({ pk, sk }: StoredItem) =>
  /^(SHARES#.*|PLACES)$/.test(`${pk}`) || `${pk} ${sk}` === 'LATEST LATEST';

describe('a store from the release that kept shares and places for every day', () => {
  const folder = temporaryFolder();
  let services: Services;
  let env: Readonly<Record<string, string>>;
  let daily: CliRun;
  let after: readonly StoredItem[];

  beforeAll(async () => {
    await makeStore(folder.path, before);
    services = await startServices();
    env = { ...services.env, HASHTILT_STORE: folder.path, HASHTILT_MEMPOOL_URL: 'off' };
    daily = await runCli(['daily', '--json', '--send'], { env });
    after = await itemsIn(folder.path);
  });
  afterAll(async () => {
    await services.close();
    folder[Symbol.dispose]();
  });

  it('is read by the current program, which arrives at the same day', () => {
    expect(before.filter(isOutdated).length).toBeGreaterThan(150);
    expect(daily.stderr).not.toContain('stored item');
    expect(daily.code).toBe(0);
    expect(JSON.parse(daily.stdout)).toMatchObject({ day: DAY, source: { kind: 'live' } });
  });

  it('has no unused items left, and the newest figures instead', () => {
    expect(after.filter(isOutdated)).toEqual([]);
    const figures = after.find(({ pk, sk }) => `${pk} ${sk}` === 'LATEST FIGURES');
    expect(JSON.parse(String(figures?.json))).toMatchObject({ day: DAY });
  });

  it('knows its chats and what they were sent, and sends none of it twice', async () => {
    expect([services.telegram.sent, services.discord.sent]).toEqual([[], []]);
    const { stdout } = await runCli(['deliveries', '--day', DAY, '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ sent: 2, possibleDuplicates: 0 });
  });
});
