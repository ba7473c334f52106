import type { Screen, Theme } from './chart.ts';
import { inkOf } from './ink.ts';

/** For shares without a holder: unknown miners, others. */
const NEUTRAL: Readonly<Record<Screen, string>> = { light: '#7a8691', dark: '#8b98a4' };

/**
 * Hues that people with any colour vision deficiency can tell apart, after Okabe and Ito, "Color Universal Design"
 * (2008); darkened or lightened to a contrast of at least 3 on light or dark paper.
 */
const HUES: Readonly<Record<Screen, readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009070', '#b0578f', '#4a3000', '#2f9bd6', '#6a2fd0'],
  dark: ['#4b9fe0', '#ff8f4d', '#1fc49a', '#e08fc4', '#f0e442', '#9bdcff', '#9a6bff'],
};

/** Muted hues for small holders, so that none is mistaken for a large one. */
const SMALL_HUES: Readonly<Record<Screen, readonly string[]>> = {
  light: ['#5e7c92', '#8f6f6a', '#6c8060', '#7d6c98'],
  dark: ['#8ba9be', '#bd9c96', '#9db18f', '#aa9bc6'],
};

/** Hue index of large holders; no two of one lens share a hue. */
const LARGE: ReadonlyMap<string, number> = new Map(
  [
    ['foundryusa', 'dcg', 'US'],
    ['antpool', 'bitmain', 'antpooltemplates', 'CN'],
    ['viabtc', 'RU'],
    ['f2pool', 'KZ'],
    ['binancepool', 'binance', 'MY'],
    ['poolin', 'marapool', 'mara', 'CA'],
    ['btccom', 'bitmining', 'esportwin', 'braiinspool', 'braiins', 'IR'],
  ].flatMap((keys, hue) => keys.map((key) => [key, hue] as const)),
);

/**
 * The colour of a pool, owner, template group or country, the same in every picture of a theme: fixed for large ones, a
 * muted one derived from the key for others.
 */
export function colourOf(key: string, theme: Theme): string {
  const large = LARGE.get(key);
  if (large !== undefined) return theme === 'page' ? `var(--hue-${large})` : HUES[theme][large]!;
  const small = hashOf(key) % SMALL_HUES.light.length;
  return theme === 'page' ? `var(--small-${small})` : SMALL_HUES[theme][small]!;
}

/** The colour of shares without a holder. */
export function neutralColour(theme: Theme): string {
  return theme === 'page' ? 'var(--nobody)' : NEUTRAL[theme];
}

/** CSS declarations of a page's chart colours in one colour scheme. */
export function pageColours(screen: Screen): string {
  const { steps, ...ink } = inkOf(screen);
  const numbered = (name: string, colours: readonly string[]) =>
    colours.map((colour, index) => [`${name}-${index}`, colour]);
  return [
    ...Object.entries(ink),
    ['nobody', NEUTRAL[screen]],
    ...numbered('step', steps),
    ...numbered('hue', HUES[screen]),
    ...numbered('small', SMALL_HUES[screen]),
  ]
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** FNV-1a. It only has to be stable. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const letter of key) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return hash;
}
