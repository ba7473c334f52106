import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('farms', () => {
  it('gives one document, with the evidence of its blocks', async () => {
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

  it('says that farms are announced, the status of targets, and every assumption', async () => {
    const { stdout } = await runCli(['farms', '--day', '2021-12-31']);
    expect(stdout).toContain('Announced, not counted');
    expect(stdout).toContain('by what was published by then: 1 without evidence, 1 due, 2 missed.');
    expect(stdout).toContain('• 30.0% by 31 Dec 2021: due now (source');
    expect(stdout).toContain(
      "• By 31 Dec 2021: 30% of the whole network's hash rate, its own included. With this site and others",
    );
    expect(stdout).toContain('• Due: nothing shows yet whether it was reached');
    expect(stdout).toContain('• Missed: 300 MW on 8 Apr 2021, published 8 Apr 2021. ');
    expect(stdout).toContain(
      '• Missed: 67 of 4,275 blocks counted in the 30 days to the deadline, about 1.58 EH/s. ',
    );
    expect(stdout).toContain('machines of 43.7 to 49.2 J/TH for all farms alike');
    expect(stdout).toContain(
      'Ranges show what statements and efficiency leave open; they are not confidence intervals.',
    );
  });

  it('compares each size with the network, the pools and the owners of the week', async () => {
    const { stdout } = await runCli(['farms', '--day', '2021-12-31']);
    const [table] = /^What they come to on 31 Dec 2021\n(.+\n)+/m.exec(stdout) ?? [];
    expect(table).toMatchInlineSnapshot(`
      "What they come to on 31 Dec 2021
      Farm                           Announced                             % of network          EH/s              MW  Containers  Among pools   Among owners
      Layer1, West Texas             100 MW                                1.21 to 1.36  2.03 to 2.29             100          40  no. 12        no. 12
      Layer1, West Texas             2.0% by 31 Dec 2020                              2          3.36      147 to 166    59 to 67  no. 11        no. 11
      Layer1, West Texas             30.0% by 31 Dec 2021                            30          50.5  2,210 to 2,480  883 to 994  no. 1         no. 1
      Sichuan's seven largest farms  together with others, most of 54.0%   3.86 to 7.71             –               –           –  –             –
      Whinstone, Rockdale            1,000 MW                              12.1 to 13.6  20.3 to 22.9           1,000         400  no. 3 to 4    no. 3 to 4
      Bitmain, Rockdale              50 MW                                0.604 to 0.68  1.02 to 1.14              50          20  no. 12 to 13  no. 12 to 13
      Marathon                       3 EH/s                                        1.52          2.56      112 to 126    45 to 51  no. 12        no. 12
      "
    `);
  });

  it('says that the share of seven farms is too old to be compared', async () => {
    const { stdout } = await runCli(['farms', '--day', '2025-01-01']);
    expect(stdout).toMatch(
      /^Sichuan's seven largest farms {2}together with others, most of 54\.0% +3\.86 to 7\.71( +–){5}$/m,
    );
    expect(stdout).toContain(
      "the table gives each farm's average. That is too long ago to compare with this day.",
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
