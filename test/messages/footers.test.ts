import { describe, expect, it } from 'vitest';
import { knownText, type Provenance, provenanceText } from '../../lib/messages/provenance.ts';

const known = (evidence: Provenance['evidence'], sources: Provenance['sources']): Provenance => ({
  sources,
  labelledBy: sources.includes('recorded') ? 'mempool.space' : null,
  evidence,
  uncheckedBits: 0,
  registry: '2026-07-12 171 pools',
  missing: null,
  from: ['mempool.space', 'Blockstream'],
  witnessed: { days: 3, byOne: 0 },
});

const recorded = known({ labelled: 994, header: 0, merkle: 0 }, ['recorded']);
const live = known({ labelled: 0, header: 850, merkle: 144 }, ['live']);
const mixed = known({ labelled: 568, header: 282, merkle: 144 }, ['live', 'recorded']);

describe('the origin of figures, in one line', () => {
  it('is "checked" if all blocks are live', () => {
    expect(knownText(live)).toBe('Counted from 994 blocks · checked');
  });

  it('names who labelled the blocks if all are recorded', () => {
    expect(knownText(recorded)).toBe('Counted from 994 blocks · recorded, labelled by mempool.space');
  });

  it('counts both if a window has recorded and live days', () => {
    expect(knownText(mixed)).toBe(
      'Counted from 994 blocks · 568 recorded, labelled by mempool.space; 426 live, checked',
    );
  });

  it('says what is counted under a modelled figure', () => {
    expect(knownText(live, 'Operators counted')).toBe('Operators counted from 994 blocks · checked');
  });

  it('has a singular', () => {
    expect(knownText(known({ labelled: 0, header: 1, merkle: 0 }, ['live']))).toBe(
      'Counted from 1 block · checked',
    );
  });
});

it('gives both origins of a mixed window in full', () => {
  expect(provenanceText(mixed)).toBe(
    "568 recorded blocks, labelled by mempool.space; live blocks from mempool.space and Blockstream (each day's last block confirmed by a second source): 144 of 426 coinbases proven, headers verified, pools by registry 2026-07-12 171 pools",
  );
  expect(provenanceText(recorded)).toBe('recorded blocks, labelled by mempool.space');
  expect(provenanceText(live)).not.toMatch(/recorded|labelled/);
});
