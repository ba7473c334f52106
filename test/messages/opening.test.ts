import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { SEVERITIES } from '../../lib/core/rules/rule.ts';
import type { OpenEpisode } from '../../lib/core/warnings/episode.ts';
import { standing } from '../../lib/messages/digest.ts';
import { openCountText } from '../../lib/messages/open-episodes.ts';

const NO_WORRY = /^No owner is near a majority/;

const owner = { key: 'dcg', name: 'Foundry USA (DCG)', blocks: 302, share: 0.3, low: 0.27, high: 0.33 };

function episode(over: Partial<OpenEpisode> = {}): OpenEpisode {
  return {
    rule: 'owner-third',
    lens: 'owner',
    measure: 'share',
    window: 7,
    bound: { kind: 'above', value: 1 / 3, text: '1/3' },
    subject: 'dcg',
    holders: ['dcg'],
    severity: 'warning',
    since: parseDay('2024-12-30'),
    isOpen: true,
    reached: { on: parseDay('2024-12-30'), by: 'crossing' },
    ...over,
  };
}

describe('the opening sentence of the digest', () => {
  it('reassures only if no warning is open', () => {
    const severities = fc.array(fc.constantFrom(...SEVERITIES), { maxLength: 4 });
    const shares = fc.double({ min: 0, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(severities, shares, (open, share) => {
        const row = { ...owner, share, low: Math.max(0, share - 0.03), high: share + 0.03 };
        const said = standing(
          row,
          open.map((severity) => episode({ severity })),
        );
        const isCalm = open.every((severity) => severity === 'notice') && share < 0.4;
        expect(NO_WORRY.test(said)).toBe(isCalm);
      }),
    );
  });

  it('names the most severe open warning', () => {
    const third = episode();
    expect(standing(owner, [third])).toBe(
      'A warning is open: Foundry USA (DCG), above one third of Bitcoin mining, since 30 Dec 2024.',
    );
    const half = episode({
      lens: 'operator-country',
      subject: 'US',
      holders: ['US'],
      severity: 'critical',
      bound: { kind: 'above', value: 0.5, text: '0.5' },
    });
    expect(standing(owner, [third, half])).toBe(
      '2 warnings are open, at worst critical: Pool owners in the United States, above half of Bitcoin mining, since 30 Dec 2024.',
    );
    expect(standing(owner, [third, third])).toMatch(/^2 warnings are open, among them: /);
  });
});

describe('the count of open episodes', () => {
  it('separates notices from warnings', () => {
    expect(openCountText([episode(), episode({ severity: 'notice' }), episode({ severity: 'notice' })])).toBe(
      '1 warning and 2 notices',
    );
    expect(openCountText([episode({ severity: 'emergency' })])).toBe('1 warning');
  });
});
