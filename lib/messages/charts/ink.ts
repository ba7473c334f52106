import type { Screen, Theme } from './chart.ts';

/** The colours of a theme that stand for nobody. Each text and line has a contrast of 4.5 and 3 at least. */
export type Ink = {
  readonly paper: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  /** A bar's empty part. */
  readonly trough: string;
  readonly bound: string;
  /** What has come down again. */
  readonly cleared: string;
  /** What is counted and what is modelled, side by side. */
  readonly counted: string;
  readonly modelled: string;
  /** Land without a figure, and shares from small to large. */
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
