import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('farms', () => {
  it('gives one document, with how its blocks are known', async () => {
    const { code, stdout, stderr } = await runCli(['farms', '--day', '2020-02-20', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'hashtilt/farms@1',
      day: '2020-02-20',
      window: 7,
      source: { kind: 'recorded' },
      assumptions: { containerMegawatts: 2.5, efficiency: { low: 43.7, high: 49.2 } },
    });
    expect(document.registry).toMatch(/^\d{4}-/);
    const [layer1] = document.farms;
    expect(layer1.targets.map((target: { status: string }) => target.status)).toEqual(['ahead', 'ahead']);
    expect(layer1.targets[1]).toMatchObject({ by: '2021-12-31', size: { unit: 'share', amount: 0.3 } });
  });

  it('says that farms are announced, how targets stand, and every assumption', async () => {
    const { stdout } = await runCli(['farms', '--day', '2021-12-31']);
    expect(stdout).toContain('what follows was said, not counted, unless it says counted');
    expect(stdout).toContain('by what could be read by then: 1 without evidence, 1 due, 2 missed.');
    expect(stdout).toContain(
      "  Target by 2021-12-31: 30 % of the whole network's hash rate, its own included - DUE: nothing tells yet whether it was reached",
    );
    expect(stdout).toContain('MISSED: 300 MW on 2021-04-08, published 2021-04-08.');
    expect(stdout).toContain(
      'MISSED: 67 of 4,275 blocks counted in the 30 days to the deadline, about 1.58 EH/s.',
    );
    expect(stdout).toContain('machines of 43.7 to 49.2 J/TH for all farms alike');
    expect(stdout).toContain(
      'Ranges are what statements and efficiency leave open, not confidence intervals.',
    );
  });

  it('says what the share of seven farms is no longer set beside', async () => {
    const { stdout } = await runCli(['farms', '--day', '2025-01-01']);
    expect(stdout).toContain(
      'Each on average: 3.86 to 7.71 % of the network; too long ago to be set beside this day',
    );
  });

  it.each([
    ['2020-02-30', 2, '--day: expected a day that exists, written YYYY-MM-DD, not "2020-02-30"'],
    [
      '2031-01-01',
      1,
      'day 2031-01-01: is outside the ledger: expected a closed day from 2020-01-01 to 2026-04-21',
    ],
  ])('refuses the day %s', async (day, code, fault) => {
    expect(await runCli(['farms', '--day', day])).toMatchObject({ code, stdout: '', stderr: `${fault}\n` });
  });
});
