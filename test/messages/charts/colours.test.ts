import { describe, expect, it } from 'vitest';
import { registry } from '../../../lib/core/pools/registry.ts';
import { THEMES, type Theme } from '../../../lib/messages/charts/chart.ts';
import { colourOf, neutralColour } from '../../../lib/messages/charts/colours.ts';
import { inkOf } from '../../../lib/messages/charts/ink.ts';

const LARGE = ['foundryusa', 'antpool', 'viabtc', 'f2pool', 'binancepool', 'poolin', 'btccom'];

type Rgb = readonly [number, number, number];

/** Linear light of a colour, each channel 0-1 (IEC 61966-2-1). */
function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.1). */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Linear light as seen without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1). */
const BLIND: Readonly<Record<string, readonly Rgb[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Perceived distance of two colours (CIE 1976); about 2 is just noticeable. */
function distance(a: string, b: string, matrix: readonly Rgb[]): number {
  const lab = (hex: string) => {
    const seen = matrix.map((row) => row.reduce((sum, weight, at) => sum + weight * linear(hex)[at]!, 0));
    const [r, g, bl] = seen.map((value) => Math.min(1, Math.max(0, value))) as [number, number, number];
    const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * bl) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * bl);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * bl) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)] as const;
  };
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

describe.each(THEMES)('colours on %s paper', (theme: Theme) => {
  const ink = inkOf(theme);

  it('give each large pool its own hue, which no small pool shares', () => {
    const large = LARGE.map((key) => colourOf(key, theme));
    expect(new Set(large).size).toBe(LARGE.length);
    const named = new Set(large);
    const small = registry.pools.filter(({ id }) => !named.has(colourOf(id, theme)));
    expect(small.length).toBeGreaterThan(registry.pools.length - 15);
  });

  it('have a contrast of at least 4.5 for text and 3 for lines and bars', () => {
    for (const text of [ink.text, ink.muted, ink.bound]) {
      expect(contrast(text, ink.paper)).toBeGreaterThanOrEqual(4.5);
    }
    const drawn = registry.pools.map(({ id }) => colourOf(id, theme));
    for (const colour of [...drawn, neutralColour(theme), ink.counted, ink.modelled]) {
      expect(contrast(colour, ink.paper)).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(BLIND))('keep the large pools distinguishable under %s', (_name, matrix) => {
    for (const [at, key] of LARGE.entries()) {
      for (const other of LARGE.slice(at + 1)) {
        const seen = distance(colourOf(key, theme), colourOf(other, theme), matrix);
        expect(seen, `${key} and ${other}`).toBeGreaterThan(12);
      }
    }
  });

  it('change lightness in one direction from small to large shares', () => {
    const contrasts = ink.steps.map((step) => contrast(step, ink.paper));
    expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
  });
});

describe('the colour of a key', () => {
  it('is the same for a pool, its owner and its template group, and in every picture', () => {
    expect(colourOf('dcg', 'light')).toBe(colourOf('foundryusa', 'light'));
    expect(colourOf('antpooltemplates', 'dark')).toBe(colourOf('antpool', 'dark'));
    expect(colourOf('ocean', 'light')).toBe(colourOf('ocean', 'light'));
  });
});
