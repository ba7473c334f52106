import type { Screen, Theme } from './chart.ts';

/** A theme's colours apart from those of holders. Contrast is at least 4.5 for text and 3 for lines. */
export type Ink = {
  readonly paper: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  /** The empty part of a bar. */
  readonly trough: string;
  readonly bound: string;
  /** For shares that came back down. */
  readonly cleared: string;
  /** For counted and modelled figures side by side. */
  readonly counted: string;
  readonly modelled: string;
  /** For land without a figure, and for shares from small to large. */
  readonly land: string;
  readonly steps: readonly string[];
};

const INKS: Readonly<Record<Screen, Ink>> = {
  light: {
    paper: '#ffffff',
    text: '#17212b',
    muted: '#55616c',
    grid: '#e3e8ed',
    trough: '#eef1f4',
    bound: '#b3261e',
    cleared: '#1b6e3c',
    counted: '#0072b2',
    modelled: '#b35c00',
    land: '#e4e8ec',
    steps: ['#b9d9ee', '#7db8de', '#3f92c6', '#0b6aa6', '#06406b'],
  },
  dark: {
    paper: '#14191f',
    text: '#e8eef4',
    muted: '#a3b0bc',
    grid: '#2b343d',
    trough: '#232b33',
    bound: '#ff8a80',
    cleared: '#7fd6a0',
    counted: '#56b4e9',
    modelled: '#f0a04b',
    land: '#2c353e',
    steps: ['#1f4a68', '#2a6d99', '#3f96cc', '#7cc0ea', '#c9e7fb'],
  },
};

const PAGE_INK = {
  ...Object.fromEntries(Object.keys(INKS.light).map((name) => [name, `var(--${name})`])),
  steps: INKS.light.steps.map((_, step) => `var(--step-${step})`),
} as unknown as Ink;

export function inkOf(theme: Theme): Ink {
  return theme === 'page' ? PAGE_INK : INKS[theme];
}
