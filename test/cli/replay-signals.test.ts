import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('replay --signals', () => {
  it('lists the signals of the recorded blocks, including the storm of January 2026', async () => {
    const { code, stdout } = await runCli(['replay', '--signals']);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "91 days, 21 Jan 2026 to 21 Apr 2026; labelled by mempool.space; times are UTC
      As known then: uses only figures and links published by each day, so people would have been warned like this.
      2026-01-25 12:59  Foundry USA (DCG) down: 10 of 86 blocks (11.6%, 28.5% before), 0.25 of its hash rate, since 2026-01-24 13:55; week before not recorded, week after 27.5%; confirmed by 2026-01-26
      2026-01-25 13:35  The network down: 0.64 of its hash rate, since 2026-01-24 03:25; week before not recorded, week after not known; confirmed by 2026-01-26
      2026-01-29 06:04  Foundry USA (DCG) back up: 43 of 130 blocks (33.1%, 28.5% before), 0.96 of its hash rate, since 2026-01-28 05:57; week before not recorded, week after 30.1%; confirmed by 2026-01-29
      2026-02-06 12:09  The network back up: 0.96 of its hash rate, since 2026-02-03 07:44; week before 1.00 of its hash rate, week after 1.17 of its hash rate; confirmed by 2026-02-07
      2026-03-12 12:56  ViaBTC down: 95 of 1421 blocks (6.7%, 10.7% before), 0.68 of its hash rate, since 2026-03-02 07:53; week before 10.2%, week after 8.8%; confirmed by 2026-03-13
      5 signals
      "
    `);
  });

  it('lists the signals of the requested days', async () => {
    const { stdout } = await runCli([
      'replay',
      '--signals',
      '--from',
      '2026-01-25',
      '--to',
      '2026-01-25',
      '--json',
    ]);
    const { schema, days, signals } = JSON.parse(stdout);
    expect({ schema, days }).toEqual({ schema: 'hashtilt/replay-signals@1', days: 1 });
    // Foundry's fall is reported before 18:00 UTC.
    const [foundry] = signals.filter(({ subject }: { subject: string }) => subject === 'dcg');
    expect(new Date(foundry.time * 1000).toISOString()).toBe('2026-01-25T12:59:52.000Z');
    expect(foundry).toMatchObject({
      direction: 'down',
      verdict: { outcome: 'confirmed', day: '2026-01-26' },
    });
  });

  it('refuses days without single blocks', async () => {
    expect(await runCli(['replay', '--signals', '--from', '2025-01-01'])).toMatchObject({
      code: 1,
      stderr: '--from: 2025-01-01 is outside the ledger: expected 2026-01-21 to 2026-04-21\n',
    });
  });
});
