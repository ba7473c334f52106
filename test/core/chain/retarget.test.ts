import { describe, expect, it } from 'vitest';
import { isMainnetBits, isPossibleAdjustment, nextEpochBits } from '../../../lib/core/chain/retarget.ts';

// Times and bits of Bitcoin Core's pow_tests.cpp; all but the last are real adjustments of the main chain.
describe('the difficulty adjustment', () => {
  it('after block 32255 is the first that ever changed the difficulty', () => {
    expect(nextEpochBits(0x1d00ffff, 1_261_130_161, 1_262_152_739)).toBe(0x1d00d86a);
  });

  it('after block 2015 stays at the easiest target', () => {
    expect(nextEpochBits(0x1d00ffff, 1_231_006_505, 1_233_061_996)).toBe(0x1d00ffff);
  });

  it('after block 68543 is capped at four times harder', () => {
    expect(nextEpochBits(0x1c05a3f4, 1_279_008_237, 1_279_297_671)).toBe(0x1c0168fd);
  });

  it('is capped at four times easier', () => {
    expect(nextEpochBits(0x1c387f6f, 1_263_163_443, 1_269_211_443)).toBe(0x1d00e1fd);
  });

  it('takes a last block stamped before the first one as the shortest timespan', () => {
    expect(nextEpochBits(0x1c05a3f4, 1_279_008_237, 1_279_008_236)).toBe(0x1c0168fd);
  });

  it('refuses bits that encode no valid target', () => {
    expect(() => nextEpochBits(0, 0, 1)).toThrow(RangeError);
  });
});

describe('a possible adjustment', () => {
  it('is up to four times harder or easier, not one step further', () => {
    expect(isPossibleAdjustment(0x1c05a3f4, 0x1c0168fd)).toBe(true);
    expect(isPossibleAdjustment(0x1c05a3f4, 0x1c0168fc)).toBe(false);
    expect(isPossibleAdjustment(0x1c387f6f, 0x1d00e1fd)).toBe(true);
    expect(isPossibleAdjustment(0x1c387f6f, 0x1d00e1fe)).toBe(false);
  });

  it('never leads to bits that encode no valid target', () => {
    expect(isPossibleAdjustment(0x1c05a3f4, 0)).toBe(false);
  });

  it('never starts from a target easier than difficulty 1', () => {
    expect(isMainnetBits(0x1d00ffff)).toBe(true);
    expect(isMainnetBits(0x207fffff)).toBe(false);
  });
});
