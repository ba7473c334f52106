import { describe, expect, it } from 'vitest';
import { holderOf, whatIfDetails } from '../../../lib/bot/commands/what-if/details.ts';
import { whatIfMessage } from '../../../lib/bot/commands/what-if/what-if.ts';
import { plainText } from '../../../lib/cli/output.ts';
import { windowFigures } from '../../../lib/cli/window-figures.ts';
import type { PlaceCode } from '../../../lib/core/geography/place.ts';
import { viewOf } from '../../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../../../lib/core/lenses/lens.ts';
import { type WhatIf, type WhatIfQuestion, whatIf } from '../../../lib/core/risk/what-if.ts';
import { InputError } from '../../../lib/errors.ts';
import { runCli } from '../../support/run-cli.ts';

const recorded = viewOf(shippedLedger());

type Asked = {
  readonly place?: string;
  readonly day: string;
  readonly window?: number;
  readonly source?: string | null;
  readonly knowledge?: Knowledge;
  readonly entrant?: number;
};

function question(asked: Asked): WhatIfQuestion {
  const { place = 'CN', day, window = 7, source = null, knowledge = 'then', entrant = 0.3 } = asked;
  return {
    entrant,
    of: {
      kind: 'placed',
      place: place as PlaceCode,
      knowledge,
      source,
      at: { day: parseDay(day), window },
    },
    networkEhs: null,
    joulesPerTerahash: null,
  };
}

const ask = (asked: Asked) => whatIf(question(asked), recorded);

function textOf(document: WhatIf): string {
  const figures = windowFigures(recorded, document.at!, 'pool', 'then');
  return plainText(
    whatIfMessage(document, holderOf(document, figures), document.at),
    whatIfDetails(document),
  );
}

function faultsOf(asked: Asked): readonly string[] {
  try {
    ask(asked);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ where, what }) => `${where}: ${what}`);
  }
}

describe("an entrant against a country's published share", () => {
  const story = ask({ day: '2020-01-07', source: 'coinshares' });

  it('tells the story of 2020: 65% becomes 45.5%, and 9% of the new total bring it back to half', () => {
    const { before, after, breakEven, counterMove, beforeInterval, afterInterval, counter } = story;
    expect([before, after.toFixed(4), breakEven!.toFixed(6), counterMove.toFixed(4)]).toEqual([
      0.65,
      '0.4550',
      '0.230769',
      '0.0900',
    ]);
    expect([beforeInterval, afterInterval]).toEqual([null, null]);
    expect([counter.ehs!.toFixed(1), counter.megawatts!.toFixed(0), counter.containers]).toEqual([
      '14.1',
      '653',
      262,
    ]);
  });

  it('names the figure, its period, its publication and its age', () => {
    expect(story.subject).toEqual({ lens: 'country', key: 'CN', name: 'China' });
    expect(story.figure).toMatchObject({
      kind: 'published',
      source: 'coinshares',
      from: '2019-12-01',
      to: '2019-12-31',
      publishedOn: '2019-12-31',
      ageDays: 7,
      doubted: false,
    });
  });

  it('is rendered in full', () => {
    expect(textOf(story)).toMatchInlineSnapshot(`
      "What if a newcomer took 30% of Bitcoin mining?

      China with 65.0% would come down to 45.5%.

      Published, not modelled: CoinShares Research, 1 Dec 2019 to 31 Dec 2019, published 31 Dec 2019, 7 days old. It came without an interval.

      • The newcomer: 42.9% of the old total, about 46.9 EH/s, 2,180 MW, 872 containers
      • 23.1% of the new total would bring it down to half
      • To get back to half, the other side would have to add 9.0% of the new total: 12.9% of the old total, about 14.1 EH/s, 653 MW, 262 containers

      Assumes that everybody else keeps the machines they have and adds none. Network: 109 EH/s (103-116), counted in the 7 days to 7 Jan 2020. Machines: 46.45 J/TH (43.7-49.2), implied by Layer 1's 100 MW for 2% of the network, early 2020. Containers of 2.5 MW.

      • The newcomer would be bigger than any pool in the 7 days to 7 Jan 2020: the largest, F2Pool, goes from 17.3% to 12.1%

      It measures: Analysts' estimate of where the network's machines stand, by their own account from research on the ground. Source (https://coinshares.com/research/bitcoin-hash-rate-grew-more-than-80-percent-since-june-mostly-within-china)"
    `);
  });

  it('uses the newest figure that the source had published by the day, or in hindsight one whose period had begun', () => {
    const ofDay = (knowledge: Knowledge) =>
      ask({ day: '2021-06-30', source: 'cbeci', knowledge }).figure as { readonly from: string };
    expect(ofDay('then').from).toBe('2020-04-01');
    expect(ofDay('now').from).toBe('2021-06-01');
  });

  it('says that the figure is doubted if it does not show what it should measure', () => {
    const text = textOf(ask({ day: '2021-10-20', source: 'cbeci' }));
    expect(text).toContain('China with 0.0% would come down to 0.0%.');
    expect(text).toContain('The figure is doubtful: ');
    expect(text).toContain('China at 0% is machines that hid or reported no location, not absence.');
  });

  it('is refused if the source had none by the day, naming the sources that had', () => {
    expect(faultsOf({ day: '2020-01-07', source: 'cbeci' })).toEqual([
      'source: cbeci had no figure for China by 2020-01-07; these had: coinshares',
    ]);
    expect(faultsOf({ place: 'KZ', day: '2020-01-07', source: 'cbeci' })).toEqual([
      'source: cbeci had no figure for Kazakhstan by 2020-01-07; no source had',
    ]);
  });

  it('is refused for an unknown source', () => {
    expect(faultsOf({ day: '2020-01-07', source: 'atlas' })).toEqual([
      'source: expected one of cbeci, coinshares, hashrate-index, cambridge-survey, minermetrics, not "atlas"',
    ]);
  });
});

describe('an entrant against a modelled share of machines', () => {
  it("propagates the share's interval and names its basis", () => {
    const { before, after, beforeInterval, afterInterval, figure } = ask({ day: '2020-06-01' });
    expect(after).toBeCloseTo(before * 0.7, 12);
    expect(beforeInterval!.low).toBeLessThan(before);
    expect(afterInterval!.high).toBeCloseTo(beforeInterval!.high * 0.7, 12);
    expect(figure).toMatchObject({
      kind: 'modelled',
      knowledge: 'then',
      status: 'ok',
      anchor: { source: 'cbeci', from: '2020-04-01', publishedOn: '2020-05-06', ageDays: 32 },
      ratio: null,
    });
  });

  it('accepts a region, too, with hindsight on request', () => {
    const asked = ask({ place: 'CN-SC', day: '2020-09-15', knowledge: 'now', entrant: 0.2 });
    expect(asked.subject).toEqual({ lens: 'region', key: 'CN-SC', name: 'Sichuan' });
    const text = textOf(asked);
    expect(text).toContain('Sichuan with about 41% would come down to about 33%.');
    expect(text).toContain('Machines in this region, modelled with hindsight for 15 Sep 2020');
    expect(text).toContain(
      'Its part of the country is taken from Cambridge Centre for Alternative Finance, 1 Sep 2020 to 30 Sep 2020',
    );
  });

  it('says that a figure is stale, and why', () => {
    const text = textOf(ask({ place: 'US', day: '2024-01-01' }));
    expect(text).toContain(
      'That figure is stale: the newest figures are from 1 Jan 2022 to 31 Jan 2022, more than 18 months ago.',
    );
  });

  it('is refused for a place that is part of the rest, and over other windows than seven days', () => {
    expect(faultsOf({ place: 'FR', day: '2020-06-01' })[0]).toMatch(
      /^subject: France has no figure on 2020-06-01: .* has no separate figure for it .* it is part of the rest$/,
    );
    expect(faultsOf({ day: '2020-06-01', window: 30 })).toEqual([
      "window: expected 7: machines are modelled by the network's hash rate over 7 days",
    ]);
  });
});

describe('whatif', () => {
  it('accepts --country as shorthand for lens and subject', async () => {
    const args = ['whatif', '--entrant', '0.3', '--at', '2020-01-07', '--source', 'coinshares', '--json'];
    const { code, stdout, stderr } = await runCli([...args, '--country', 'CN']);
    expect([code, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'hashtilt/whatif@1',
      subject: { lens: 'country', key: 'CN' },
      before: 0.65,
      figure: { kind: 'published', source: 'coinshares', knowledge: 'then' },
    });
    expect((await runCli([...args, '--lens', 'country', '--subject', 'cn'])).stdout).toBe(stdout);
  });

  it.each([
    [['--country', 'Narnia', '--at', '2020-01-07'], '--country: no country is called "Narnia"'],
    [
      ['--lens', 'owner', '--subject', 'f2pool', '--at', '2020-01-07', '--source', 'cbeci'],
      '--source: is for modelled lenses; lens owner is counted',
    ],
  ])('refuses %j', async (args, fault) => {
    expect(await runCli(['whatif', '--entrant', '0.3', ...args])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `${fault}\n`,
    });
  });
});
