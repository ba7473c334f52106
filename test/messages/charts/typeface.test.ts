import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchors } from '../../../lib/core/geography/anchors.ts';
import { placeName } from '../../../lib/core/geography/place.ts';
import { subjectName } from '../../../lib/core/lenses/subjects.ts';
import { registry } from '../../../lib/core/pools/registry.ts';
import { drawChart } from '../../../lib/messages/charts/draw.ts';
import {
  MissingGlyphError,
  requireGlyphs,
  truncated,
  widthOf,
  wrap,
} from '../../../lib/messages/charts/typeface.ts';
import { holding, ranking } from './builders.ts';

describe('the typeface of pictures', () => {
  it('refuses a letter that it lacks, and names it', () => {
    expect(() => requireGlyphs('Pool 🇺🇸')).toThrow(new MissingGlyphError(['🇺', '🇸'], 'Pool 🇺🇸'));
    expect(() => requireGlyphs('鱼池')).toThrow(
      'cannot draw U+9C7C, U+6C60 of "鱼池": DejaVu Sans as shipped has no such letter',
    );
  });

  it('refuses it anywhere in a picture', () => {
    const chart = ranking({ holdings: [holding('f2pool', 0.2, '鱼池')] });
    expect(() => drawChart(chart, 'light')).toThrow(MissingGlyphError);
  });

  it('has the letters of all shipped pools, owners, template groups and places', () => {
    const places = anchors.flatMap(({ percent }) => [...percent.keys()].map(placeName));
    const names = registry.pools.flatMap(({ id }) =>
      (['pool', 'owner', 'template'] as const).map((lens) => subjectName(lens, id)),
    );
    for (const name of [...names, ...places]) expect(() => requireGlyphs(name)).not.toThrow();
  });

  it('has the letters of every country', () => {
    const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].flatMap((a, _, all) => all.map((b) => `${a}${b}`));
    for (const code of codes) expect(() => requireGlyphs(placeName(code as never))).not.toThrow();
  });

  it('measures a text by its letters, wider in bold', () => {
    // DejaVu Sans: 1178, 1253, 1298, 1298, 1300, 842 and 1212 units, at 2,048 units per em.
    expect(widthOf('Foundry', 12)).toBeCloseTo((8381 / 2048) * 12, 9);
    expect(widthOf('Foundry', 12, 'bold')).toBeGreaterThan(widthOf('Foundry', 12));
    expect(widthOf('ab', 12)).toBeCloseTo(widthOf('a', 12) + widthOf('b', 12), 9);
  });

  it('wraps between words, losing none and within the width unless a word is longer', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, (all) => {
        const lines = wrap(all.join(' '), 120, 12);
        expect(lines.join(' ')).toBe(all.join(' '));
        for (const line of lines) if (line.includes(' ')) expect(widthOf(line, 12)).toBeLessThanOrEqual(120);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('truncates a long text with an ellipsis', () => {
    expect(truncated('Foundry USA', 100, 12)).toBe('Foundry USA');
    expect(truncated('Foundry USA', 64, 12)).toBe('Foundry…');
  });

  it('does not break after a short number', () => {
    expect(wrap('holds 36% of blocks', 60, 12)).toEqual(['holds', '36% of', 'blocks']);
    expect(wrap('over 7 days', 45, 12)).toEqual(['over', '7 days']);
  });
});
