import { aboutPercent, percent, percentRange } from '../format.ts';
import type { Holding, Theme, WorldMap } from './chart.ts';
import { BODY_WIDTH, type Drawing, frame } from './frame.ts';
import { type Ink, inkOf } from './ink.ts';
import { dots, landWithoutCode, MAP_SIZE, outlines } from './outlines.ts';
import { holdingRows } from './ranking.ts';
import { type Block, moved, rectAt, round, textAt } from './svg.ts';

/** Lower bounds of the darker colour steps; the first step begins at 0. */
const STEPS = [0.01, 0.05, 0.15, 0.35] as const;

const SCALE = BODY_WIDTH / MAP_SIZE.width;
const DOT_RADIUS = 2.6 / SCALE;
const LISTED = 5;
const LEGEND = 42;
const SMALL = 10.5;

/** Draws countries by machine share, with a list of the largest below. */
export function drawWorldMap(chart: WorldMap, theme: Theme): Drawing {
  const { basis, countries, day } = chart;
  const [first] = countries;
  const captions = {
    title: `${first.name}: ${aboutPercent(first.share)} of Bitcoin's machines`,
    subtitle: 'Share of the hash rate by the country where the machines stand, not by operator',
    bases: [basis],
    day,
  };
  const ink = inkOf(theme);
  return frame(captions, stacked([map(countries, ink), legend(ink), list(chart, ink)]), ink);
}

function stacked(blocks: readonly Block[]): Block {
  let height = 0;
  const markup = blocks.map((block) => {
    const top = height;
    height += block.height;
    return moved(0, top, block.markup);
  });
  return { markup: markup.join(''), height };
}

function map(countries: readonly Holding[], ink: Ink): Block {
  const fills = new Map(countries.map(({ key, share }) => [key, stepOf(share, ink)]));
  const land = [...outlines].map(([code, path]) => outline(path, fills.get(code) ?? ink.land));
  const specks = countries.flatMap(({ key }) => {
    const place = dots.get(key);
    return place === undefined ? [] : [dot(place, fills.get(key)!, ink)];
  });
  const shapes = [...landWithoutCode.map((path) => outline(path, ink.land)), ...land, ...specks];
  return {
    markup: `<g transform="translate(0 8) scale(${SCALE})" stroke="${ink.paper}" stroke-width="${round(0.5 / SCALE)}" stroke-linejoin="round">${shapes.join('')}</g>`,
    height: MAP_SIZE.height * SCALE + 12,
  };
}

function outline(path: string, fill: string): string {
  return `<path d="${path}" fill="${fill}"/>`;
}

function dot([x, y]: readonly [number, number], fill: string, ink: Ink): string {
  return `<circle cx="${x}" cy="${y}" r="${round(DOT_RADIUS)}" fill="${fill}" stroke="${ink.text}"/>`;
}

function stepOf(share: number, ink: Ink): string {
  return ink.steps[STEPS.filter((from) => share >= from).length]!;
}

/** A swatch with its range for each step, and one for land without a figure. */
function legend(ink: Ink): Block {
  const patch = BODY_WIDTH / (ink.steps.length + 1);
  const entries = [...ink.steps, ink.land].map((fill, index) => {
    const label = textAt(index * patch, 29, rangeText(index), { size: SMALL, fill: ink.muted });
    return rectAt(index * patch, 8, patch - 2, 9, fill) + label;
  });
  return { markup: entries.join(''), height: LEGEND };
}

/** The range of shares of a step; the step after the last is for land without a figure. */
function rangeText(step: number): string {
  if (step > STEPS.length) return 'no figure';
  const [from, to] = [STEPS[step - 1], STEPS[step]];
  if (from === undefined) return `< ${percent(to!, 0)}`;
  return to === undefined ? `> ${percent(from, 0)}` : percentRange({ low: from, high: to }, 0);
}

function list({ countries, other }: WorldMap, ink: Ink): Block {
  const listed = countries.slice(0, LISTED);
  const rest = countries.slice(LISTED).reduce((sum, { share }) => sum + share, other);
  const rows = [
    ...listed.map((country) => ({ ...country, fill: stepOf(country.share, ink) })),
    { name: 'All others', share: rest, interval: null, isModelled: true as const, fill: ink.muted },
  ];
  return holdingRows(rows, ink);
}
