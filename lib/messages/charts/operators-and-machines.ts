import { aboutPercent, percent } from '../format.ts';
import { type BarLook, bar, barAxis } from './bars.ts';
import type { ComparedCountry, Estimate, OperatorsAndMachines, Theme } from './chart.ts';
import { PALE_NOTE } from './counted-charts.ts';
import { BODY_WIDTH, type Drawing, frame } from './frame.ts';
import { type Ink, inkOf } from './ink.ts';
import { shareText } from './ranking.ts';
import { type Block, moved, rectAt, textAt } from './svg.ts';

const LEGEND = 44;
const ROW = 58;
const TEXT = 12;
const SMALL = 11;

/** Leaves room for the figures next to a bar. */
const BAR_WIDTH = BODY_WIDTH - 126;

/** Two measures for each country side by side: operators under its law, and machines on its soil. */
export function drawOperatorsAndMachines(chart: OperatorsAndMachines, theme: Theme): Drawing {
  const { operators, machines, unknownSeat, day } = chart;
  const captions = {
    title: titleOf(chart),
    subtitle: `Two different measures: whose law can compel a pool's owner, and where the machines stand. Owner's country unknown: ${percent(unknownSeat)} of blocks${unknownSeat > 0 ? ` (${PALE_NOTE})` : ''}`,
    bases: [operators, machines],
    day,
  };
  const ink = inkOf(theme);
  return frame(captions, comparison(chart, ink), ink);
}

function titleOf({ countries: [first] }: OperatorsAndMachines): string {
  const figures = [
    first.operators === null ? [] : [`operators ${percent(first.operators.share)}`],
    first.machines === null ? [] : [`machines ${aboutPercent(first.machines.share)}`],
  ];
  return `${first.name}: ${figures.flat().join(', ')}`;
}

function comparison({ countries, operators, machines }: OperatorsAndMachines, ink: Ink): Block {
  const rows = countries.map((country, index) => row(LEGEND + index * ROW, country, ink));
  const axis = barAxis(ink, BAR_WIDTH);
  const height = LEGEND + countries.length * ROW - 6;
  return {
    markup: [
      legendLine(14, `Operators' seats: ${operators.kind}`, ink.counted, ink),
      legendLine(32, `Machines: ${machines.kind}`, ink.modelled, ink),
      ...rows,
      moved(0, height, axis.markup),
    ].join(''),
    height: height + axis.height,
  };
}

function legendLine(y: number, label: string, fill: string, ink: Ink): string {
  return rectAt(0, y - 9, 12, 9, fill, 2) + textAt(18, y, label, { size: TEXT, fill: ink.text });
}

function row(top: number, { name, operators, machines }: ComparedCountry, ink: Ink): string {
  return [
    textAt(0, top + 16, name, { size: TEXT, weight: 'bold', fill: ink.text }),
    measured(top + 22, operators, 'no owner with a known seat', { fill: ink.counted, ink }),
    measured(top + 37, machines, 'no figure', { fill: ink.modelled, ink }),
  ].join('');
}

function measured(y: number, estimate: Estimate | null, missing: string, look: BarLook): string {
  const { ink } = look;
  if (estimate === null) return textAt(0, y + 8.5, missing, { size: SMALL, fill: ink.muted });
  const { share, upTo } = estimate;
  // There is no room for both interval and maximum; the whisker shows the interval.
  const figures = upTo === undefined ? shareText(estimate) : `${percent(share)}, up to ${percent(upTo, 0)}`;
  const value = textAt(BODY_WIDTH, y + 8.5, figures, {
    size: SMALL,
    fill: ink.text,
    anchor: 'end',
  });
  return bar(y, estimate, { ...look, width: BAR_WIDTH }) + value;
}
