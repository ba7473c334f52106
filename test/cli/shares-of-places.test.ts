import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

type Row = { readonly key: string; readonly share: number; readonly low: number; readonly high: number };

const shares = (...args: readonly string[]) => runCli(['shares', ...args]);
const json = async (...args: readonly string[]) => JSON.parse((await shares(...args, '--json')).stdout);
const sum = (rows: readonly Row[]) => rows.reduce((total, { share }) => total + share, 0);

describe('shares through the lens country', () => {
  it('have the form of counted shares, without blocks, and name the figures they are based on', async () => {
    const document = await json('--day', '2020-06-07', '--lens', 'country');
    expect(document).toMatchObject({
      schema: 'hashtilt/shares@1',
      day: '2020-06-07',
      from: '2020-06-01',
      window: 7,
      lens: 'country',
      knowledge: 'then',
      measures: 'machines, modelled',
      anchor: { source: 'cbeci', from: '2020-04-01', publishedOn: '2020-05-06', ageDays: 38 },
      reason: null,
      blocks: 1087,
      unknown: null,
      missingDays: 0,
      nakamoto: null,
      hhi: null,
      gini: null,
      entropy: null,
      source: { kind: 'recorded', labelledBy: 'mempool.space' },
    });
    expect(document.hashRate.ehs).toBeCloseTo(111, 0);
    expect(document.shares[0]).toMatchObject({ key: 'CN', name: 'China', blocks: null, status: 'ok' });
    expect(document.shares.map(({ share }: Row) => share)).toEqual(
      document.shares.map(({ share }: Row) => share).toSorted((a: number, b: number) => b - a),
    );
    expect(document.rest.map(({ key }: Row) => key)).toEqual(['other']);
    expect(sum([...document.shares, ...document.rest])).toBeCloseTo(1, 9);
    expect(document.top[1].share).toBeCloseTo(sum(document.shares.slice(0, 2)), 12);
  });

  it('are printed as text', async () => {
    const { stdout } = await shares('--day', '2020-06-07', '--lens', 'country');
    expect(stdout).toMatch(
      /^Machines by country: where the hardware stands\n\nModelled, 7 Jun 2020\nPlace +Share +95%\nChina +about \d\d% +\d+-\d+\n/,
    );
    expect(stdout).toContain(
      'Modelled from Cambridge Centre for Alternative Finance, 1 Apr 2020 to 30 Apr 2020, published 6 May 2020: 38 days old, and carried forward since.',
    );
    expect(stdout).toMatch(/^Together: the largest about \d\d%, the 2 largest about /m);
    expect(stdout).toContain('Network: 111 EH/s (95% interval 104-118).');
    expect(stdout).toContain(
      'counted from 1,087 blocks · recorded, labelled by mempool.space · in the 7 days to 7 Jun 2020',
    );
  });

  it('say why there is no figure, instead of zero', async () => {
    const document = await json('--day', '2020-01-03', '--lens', 'country');
    expect(document).toMatchObject({
      anchor: null,
      reason: 'one of the 7 days up to 2020-01-03 is not counted',
      shares: [],
      rest: [],
      top: [],
      hashRate: null,
    });
  });

  it('are refused for windows other than seven days', async () => {
    expect(await shares('--day', '2020-06-07', '--lens', 'country', '--window', '30')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: "--window: expected 7: machines are modelled by the network's hash rate over 7 days\n",
    });
  });
});

describe('shares through the lens region', () => {
  it("add up with elsewhere to their country's share, with either knowledge", async () => {
    for (const knowledge of ['then', 'now']) {
      const asked = ['--day', '2021-03-20', '--knowledge', knowledge] as const;
      const countries = await json(...asked, '--lens', 'country');
      const regions = await json(...asked, '--lens', 'region');
      const china = [...regions.shares, ...regions.rest].filter(({ key }: Row) => key.startsWith('CN-'));
      const { share } = countries.shares.find(({ key }: Row) => key === 'CN');
      expect(sum(china)).toBeCloseTo(share, 12);
      expect(regions.rest.map(({ key }: Row) => key)).toContain('CN-elsewhere');
    }
  });

  it('are left out if their table is stale, unless requested', async () => {
    const asked = ['--day', '2026-04-21', '--lens', 'region'] as const;
    const { stdout } = await shares(...asked);
    expect(stdout).toMatch(
      /^Machines by region: where the hardware stands\n\nLeft out as too old: 19 regions\. Add "stale" to see them\.\n\nModelled from/,
    );
    expect(await json(...asked)).toMatchObject({ shares: [], rest: [], top: [], hidden: 19 });
    const all = await json(...asked, '--stale');
    expect(all.hidden).toBe(0);
    expect(all.shares).toHaveLength(17);
  });

  it('say which are stale, and why, if requested', async () => {
    const { stdout } = await shares('--day', '2026-04-21', '--lens', 'region', '--stale');
    expect(stdout).toContain(
      'Stale: the newest figures are from 1 Dec 2021 to 31 Dec 2021, more than 18 months ago.',
    );
    expect(stdout).toMatch(/^Sichuan \(old\) +about \d+% +\d+-\d+$/m);
  });
});
