import type { Screen, Theme } from './chart.ts';
import { inkOf } from './ink.ts';

/** Whatever belongs to nobody: unknown miners, others. */
const NOBODY: Readonly<Record<Screen, string>> = { light: '#7a8691', dark: '#8b98a4' };

/**
 * Hues after Okabe and Ito, "Color Universal Design" (2008), which people with any form of colour blindness
 * tell apart; darkened for white paper and lightened for dark, so that each has a contrast of 3 at least.
 */
const HUES: Readonly<Record<Screen, readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009070', '#b0578f', '#4a3000', '#2f9bd6', '#6a2fd0'],
  dark: ['#4b9fe0', '#ff8f4d', '#1fc49a', '#e08fc4', '#f0e442', '#9bdcff', '#9a6bff'],
};

/** Quieter ones for all the small, so that none of them is taken for a large one. */
const SMALL_HUES: Readonly<Record<Screen, readonly string[]>> = {
  light: ['#5e7c92', '#8f6f6a', '#6c8060', '#7d6c98'],
  dark: ['#8ba9be', '#bd9c96', '#9db18f', '#aa9bc6'],
};

/** The large ones, so that none of them shares a hue with another of its lens. */
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
 * The colour of a pool, owner, template group or country: the same in every picture of a theme. The large
 * ones have theirs by name; any other gets a quieter one from its key alone.
 */
export function colourOf(key: string, theme: Theme): string {
  const large = LARGE.get(key);
  if (large !== undefined) return theme === 'page' ? `var(--hue-${large})` : HUES[theme][large]!;
  const small = hashOf(key) % SMALL_HUES.light.length;
  return theme === 'page' ? `var(--small-${small})` : SMALL_HUES[theme][small]!;
}

/** The colour of what belongs to nobody. */
export function nobodysColour(theme: Theme): string {
  return theme === 'page' ? 'var(--nobody)' : NOBODY[theme];
}

/** What the colours of a page's charts are on one kind of screen, as declarations of CSS. */
export function pageColours(screen: Screen): string {
  const { steps, ...ink } = inkOf(screen);
  const numbered = (name: string, colours: readonly string[]) =>
    colours.map((colour, index) => [`${name}-${index}`, colour]);
  return [
    ...Object.entries(ink),
    ['nobody', NOBODY[screen]],
    ...numbered('step', steps),
    ...numbered('hue', HUES[screen]),
    ...numbered('small', SMALL_HUES[screen]),
  ]
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** FNV-1a: stable on every machine, which is all it has to be. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const letter of key) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return hash;
}
