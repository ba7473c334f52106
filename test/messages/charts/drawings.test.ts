import { describe, expect, it } from 'vitest';
import { anchors } from '../../../lib/core/geography/anchors.ts';
import { isCountry } from '../../../lib/core/geography/place.ts';
import type { Chart } from '../../../lib/messages/charts/chart.ts';
import { drawChart } from '../../../lib/messages/charts/draw.ts';
import { BODY_WIDTH } from '../../../lib/messages/charts/frame.ts';
import { inkOf } from '../../../lib/messages/charts/ink.ts';
import { dots, landWithoutCode, MAP_SIZE, outlines } from '../../../lib/messages/charts/outlines.ts';
import { textsOf } from '../../../lib/messages/charts/svg.ts';
import { widthOf } from '../../../lib/messages/charts/typeface.ts';
import { holding, oneOfEach, ranking, shareOverTime, trend, worldMap } from './builders.ts';

/** All texts of a light picture. */
function written(chart: Parameters<typeof drawChart>[0]): readonly string[] {
  return textsOf(drawChart(chart, 'light').svg);
}

describe('a ranking', () => {
  it('says who leads and how few hold more than half, with an interval for each share', () => {
    expect(written(ranking())).toEqual([
      'Foundry USA leads with 36.0%;',
      '2 pools hold more than half',
      'Share of blocks by pool',
      'Foundry USA',
      '36.0% (34.0-38.0%)',
      'AntPool',
      '20.0% (18.0-22.0%)',
      'Unknown',
      '1.0%',
      '0',
      'third',
      'half',
      '100%',
      'Counted:',
      'blocks of a test',
      'Hashtilt, 8 Jan 2025',
    ]);
  });

  it('says if one alone holds more than half, and nothing if that is not known', () => {
    const alone = ranking({ holdings: [holding('ghash', 0.55, 'GHash.IO')], majority: 1 });
    expect(written(alone)[0]).toBe('GHash.IO holds 55.0%');
    expect(written(ranking({ majority: null }))[0]).toBe('Foundry USA leads with 36.0%');
  });

  it('escapes names', () => {
    const odd = ranking({ holdings: [holding('a', 0.3, '<b> & "c"')] });
    expect(written(odd)).toContain('<b> & "c"');
  });
});

describe('bars', () => {
  it('are proportional to the share of the network in every picture', () => {
    const bars = (chart: Chart) =>
      [
        ...drawChart(chart, 'light').svg.matchAll(
          /<rect x="0"[^>]* width="([\d.]+)" height="9"[^>]*fill="([^"]*)"/g,
        ),
      ]
        .filter(([, , fill]) => fill !== inkOf('light').trough)
        .map(([, width]) => Number(width) / BODY_WIDTH);
    expect(bars(ranking({ holdings: [holding('a', 0.36)], rest: [] }))[0]).toBeCloseTo(0.36, 2);
    expect(bars(ranking({ holdings: [holding('a', 0.04)], rest: [] }))[0]).toBeCloseTo(0.04, 2);
  });
});

describe('shares over time', () => {
  it('give the current and the highest share of the largest', () => {
    const chart = shareOverTime({ trends: [trend([0.3, 0.379, 0.31])] });
    expect(drawChart(chart, 'light').alt).toContain('Foundry USA at 31.0%; highest 37.9% on 7 Jan 2025.');
    const rising = shareOverTime({ trends: [trend([0.3, 0.31])] });
    expect(drawChart(rising, 'light').alt).toContain('Foundry USA at 31.0%, its highest in this period.');
  });

  it('show by name the bounds that were crossed and the next higher one', () => {
    const bounds = [
      { kind: 'above', value: 0.25, text: '1/4' },
      { kind: 'above', value: 1 / 3, text: '1/3' },
      { kind: 'above', value: 0.4, text: '0.4' },
      { kind: 'above', value: 0.5, text: '0.5' },
    ] as const;
    const texts = written(shareOverTime({ trends: [trend([0.27, 0.3])], bounds }));
    expect(texts).toEqual(expect.arrayContaining(['A quarter', 'One third']));
    expect(texts).not.toContain('Half');
  });

  it('name each of several lines and label its end with the share', () => {
    const trends = [trend([0.3, 0.32]), trend([0.2, 0.19], 'antpool', 'AntPool')] as const;
    expect(written(shareOverTime({ trends }))).toEqual(
      expect.arrayContaining(['Foundry USA', 'AntPool', '32.0%', '19.0%']),
    );
  });

  it('leave a gap on a day without a value, instead of a line down to 0', () => {
    const lines = (shares: readonly (number | null)[]) =>
      drawChart(shareOverTime({ trends: [trend(shares)] }), 'light').svg.match(
        /<path d="([^"]*)" fill="none"[^>]*stroke="#0072b2"/,
      )![1]!;
    expect(lines([0.3, 0.31, 0.32, 0.3, 0.31]).match(/M/g)).toHaveLength(1);
    expect(lines([0.3, 0.31, null, 0.3, 0.31]).match(/M/g)).toHaveLength(2);
  });

  it('keep a one-day gap among thousands of days', () => {
    const shares = Array.from({ length: 2000 }, (_, index) =>
      index === 1001 ? null : 0.3 + (index % 2) / 10,
    );
    const { svg } = drawChart(shareOverTime({ trends: [trend(shares)] }), 'light');
    const line = /<path d="([^"]*)" fill="none"[^>]*stroke="#0072b2"/.exec(svg)![1]!;
    expect(line.match(/M/g)).toHaveLength(2);
    expect(line.length).toBeLessThan(12_000);
  });

  it('can be drawn without any value', () => {
    expect(written(shareOverTime({ trends: [trend([null, null])] }))[0]).toBe('Foundry USA: no day of this');
  });

  it('date the last share if the newest days have none', () => {
    const { alt } = drawChart(shareOverTime({ trends: [trend([0.3, 0.31, null, null])] }), 'light');
    expect(alt).toContain('Foundry USA at 31.0% on 6 Jan 2025, its highest in this period.');
  });

  it('give the current shares of two subjects', () => {
    const trends = [trend([0.3, 0.32]), trend([0.2, 0.19], 'antpool', 'AntPool')] as const;
    expect(drawChart(shareOverTime({ trends }), 'light').alt).toContain(
      'Foundry USA at 32.0%, AntPool at 19.0%.',
    );
  });

  it('label gaps, and of gaps too close together only the first', () => {
    const shares = Array.from({ length: 365 }, (_, day) => ([200, 210, 300].includes(day) ? null : 0.3));
    const { svg } = drawChart(shareOverTime({ trends: [trend(shares)] }), 'light');
    const heights = [...svg.matchAll(/y="([\d.]+)"[^>]*>not known/g)].map(([, y]) => Number(y));
    expect(heights).toEqual([25, 25]);
  });

  it('shade gaps', () => {
    const texts = (shares: readonly (number | null)[]) =>
      written(shareOverTime({ trends: [trend(shares)] })).filter((text) => text === 'not known');
    expect(texts([0.3, 0.31, 0.3])).toHaveLength(0);
    expect(texts([0.3, null, null, 0.3, null, 0.3])).toHaveLength(2);
  });

  it('above a fifth share one scale, with a third and half marked', () => {
    for (const share of [0.22, 0.31, 0.45, 0.55])
      expect(written(shareOverTime({ trends: [trend([share, share])] }))).toEqual(
        expect.arrayContaining(['60%', 'a third', 'half']),
      );
  });
});

describe('operators and machines', () => {
  it('are labelled as two measures, with a missing one stated and not drawn as 0', () => {
    const chart = oneOfEach().find(({ kind }) => kind === 'operators-and-machines')!;
    expect(written(chart)).toEqual([
      'United States: operators 40.0%,',
      'machines about 38%',
      'Two different measures: whose law can compel a',
      "pool's owner, and where the machines stand. Owner's",
      'country unknown: 38.0% of blocks (pale: if every',
      'unknown owner were based there)',
      "Operators' seats: counted",
      'Machines: modelled',
      'United States',
      '40.0% (38.0-42.0%)',
      'about 38%',
      'Russia',
      'no owner with a known seat',
      'about 16%',
      '0',
      'third',
      'half',
      '100%',
      'Counted:',
      'blocks of a test',
      'Modelled:',
      'a model of a test',
      'Hashtilt, 8 Jan 2025',
    ]);
  });
});

describe('a share by seat next to one of machines', () => {
  it('gives its maximum with all unknown owners, next to the bar and not over it', () => {
    const chart = oneOfEach().find((one) => one.kind === 'operators-and-machines')!;
    const [first, ...others] = chart.countries;
    const countries = [{ ...first, operators: { ...first.operators!, upTo: 0.78 } }, ...others] as const;
    const texts = written({ ...chart, countries });
    expect(texts).toContain('40.0%, up to 78%');
    // The bars leave 126 units for the figures next to them.
    for (const text of texts.filter((one) => /^(about )?\d+(\.\d)?%/.test(one)))
      expect(widthOf(text, 11), text).toBeLessThan(126);
  });
});

describe('an episode', () => {
  it('has the headline of its warning, the bound, and the days of its events', () => {
    const chart = oneOfEach().find(({ kind }) => kind === 'episode')!;
    expect(written(chart)).toEqual(
      expect.arrayContaining([
        'Foundry USA: above one third of',
        'Bitcoin mining',
        'One third',
        'fired 6 Jan 2025',
        'escalated 8 Jan 2025',
      ]),
    );
  });

  it('draws the bound at its exact value, not a rounded one', () => {
    const chart = oneOfEach().find(({ kind }) => kind === 'episode')!;
    const { svg } = drawChart(chart, 'light');
    const height = (share: string) => Number(new RegExp(` y="([\\d.]+)"[^>]*>${share}<`).exec(svg)![1]);
    const [zero, sixty] = [height('0%'), height('60%')];
    expect((zero - height('One third')) / (zero - sixty)).toBeCloseTo(1 / 3 / 0.6, 2);
  });

  it('marks a resolution in a different colour and line style from a crossing', () => {
    const drawn = (what: string, tone: 'raised' | 'cleared') => {
      const chart = oneOfEach().find((one) => one.kind === 'episode')!;
      const { svg } = drawChart({ ...chart, events: [{ day: chart.day, what, tone }] }, 'light');
      return new RegExp(`fill="(#\\w+)"[^>]*>${what}`).exec(svg)?.[1];
    };
    expect(drawn('fired', 'raised')).toBe(inkOf('light').bound);
    expect(drawn('resolved', 'cleared')).toBe(inkOf('light').cleared);
  });

  it('keeps the label of a mark near the edge inside the picture', () => {
    const chart = oneOfEach().find((one) => one.kind === 'episode')!;
    const [first] = chart.trend.points;
    for (const { day } of [first!, chart.trend.points.at(-1)!]) {
      const what = 'resolved 30 September 2025';
      const { svg } = drawChart({ ...chart, events: [{ day, what, tone: 'cleared' }] }, 'light');
      const [, x, anchor] = new RegExp(`<text x="([\\d.]+)"[^>]*text-anchor="(\\w+)"[^>]*>${what}`).exec(
        svg,
      )!;
      const left =
        Number(x) -
        { start: 0, middle: 0.5, end: 1 }[anchor as 'start' | 'middle' | 'end'] * widthOf(what, 11, 'bold');
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + widthOf(what, 11, 'bold')).toBeLessThanOrEqual(BODY_WIDTH);
    }
  });
});

describe('the world map', () => {
  const points = (path: string) =>
    [...path.matchAll(/[ML](\d+),(\d+)/g)].map(([, x, y]) => [+x!, +y!] as const);

  it('has an outline or a dot for every country in the published tables', () => {
    const codes = new Set(anchors.flatMap(({ percent }) => [...percent.keys()].filter(isCountry)));
    expect(codes.size).toBeGreaterThan(12);
    for (const code of codes) expect(outlines.has(code) || dots.has(code), code).toBe(true);
  });

  it('has dots for countries too small for its scale', () => {
    for (const code of ['SG', 'HK', 'MT', 'BH', 'MU', 'MO']) {
      expect(outlines.has(code), code).toBe(false);
      expect(dots.has(code), code).toBe(true);
    }
  });

  it('has only codes of countries', () => {
    for (const code of [...outlines.keys(), ...dots.keys()]) expect(isCountry(code), code).toBe(true);
  });

  it('has no streaks: no line of an outline is longer than a tenth of the map', () => {
    for (const [code, path] of [...outlines, ...landWithoutCode.map((land) => ['none', land] as const)]) {
      for (const ring of path.split(/(?=M)/).map(points)) {
        for (const [index, [x, y]] of ring.entries()) {
          const [nextX, nextY] = ring[(index + 1) % ring.length]!;
          expect(Math.hypot(nextX - x, nextY - y), code).toBeLessThan(MAP_SIZE.width / 10);
        }
      }
    }
  });

  it('lists the largest with their shares, and sums the others', () => {
    expect(written(worldMap())).toEqual(
      expect.arrayContaining(['United States', 'about 38% (36-40%)', 'Singapore', 'All others', 'about 60%']),
    );
  });
});
