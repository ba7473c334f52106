import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { NOWHERE, type SeededStore, seedStore } from '../support/seeded-store.ts';

describe('the daily job on a fresh machine without network', () => {
  let seeded: SeededStore;
  let first: CliRun;
  let second: CliRun;
  let json: CliRun;
  beforeAll(async () => {
    seeded = await seedStore();
    first = seeded.run;
    const env = { HASHTILT_STORE: seeded.path, HASHTILT_MEMPOOL_URL: NOWHERE };
    second = await runCli(['daily'], { env });
    json = await runCli(['daily', '--json'], { env });
  });
  afterAll(() => seeded[Symbol.dispose]());

  it('ends by itself and names the newest recorded day', () => {
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('21 Apr 2026');
  });

  it('says that the day is recorded, and who labelled its blocks', () => {
    expect(first.stdout).toContain('recorded');
    expect(first.stdout).toContain('labelled by mempool.space');
  });

  it('says that live data could not be reached, and where', () => {
    expect(first.stdout).toContain('Live data could not be reached');
    expect(first.stderr).toContain(NOWHERE);
    expect(first.stderr).toContain('ECONNREFUSED');
  });

  it('shows open episodes, and the most recent warning with its day', () => {
    expect(first.stdout).toMatch(/Open episodes[\s\S]*Foundry USA.*since 14 Sep 2022/);
    expect(first.stdout).toMatch(/Latest warning, 28 Jun 2025 \(from the recorded days; it was never sent\)/);
  });

  it('prints the same when run again', () => {
    expect(second).toEqual(first);
  });

  it('is one document with --json, in the documented shape', () => {
    expect(json.code).toBe(0);
    const rendered = {
      id: expect.any(String),
      text: expect.any(String),
      telegram: { html: expect.any(String) },
      discord: { embeds: expect.any(Array) },
    };
    const document = JSON.parse(json.stdout);
    expect(document).toMatchObject({
      schema: 'hashtilt/daily@1',
      day: '2026-04-21',
      digest: { ...rendered, id: 'digest-2026-04-21' },
      short: { ...rendered, id: 'digest-short-2026-04-21' },
      warnings: [{ ...rendered, day: '2025-06-28', history: true }],
      episodes: [
        { rule: 'owner-quarter', lens: 'owner', severity: 'notice', since: '2022-09-14' },
        { rule: 'template-quarter', lens: 'template', severity: 'notice', since: '2025-04-07' },
      ],
      files: [],
      registry: expect.any(String),
      source: { kind: 'recorded', labelledBy: 'mempool.space' },
      evidence: { labelled: 994, header: 0, merkle: 0 },
    });
    expect(first.stdout).toContain(document.short.text);
  });
});
