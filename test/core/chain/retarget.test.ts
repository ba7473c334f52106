import { describe, expect, it } from 'vitest';
import { isMainnetBits, isPossibleAdjustment, nextEpochBits } from '../../../lib/core/chain/retarget.ts';

// Times and bits of Bitcoin Core's pow_tests.cpp; all but the last are real adjustments of the main chain.
describe('the difficulty adjustment', () => {
  it('after block 32255 is the first one that ever changed the difficulty', () => {
    expect(nextEpochBits(0x1d00ffff, 1_261_130_161, 1_262_152_739)).toBe(0x1d00d86a);
  });

  it('after block 2015 stays at the easiest target there is', () => {
    expect(nextEpochBits(0x1d00ffff, 1_231_006_505, 1_233_061_996)).toBe(0x1d00ffff);
  });

  it('after block 68543 is cut at four times harder', () => {
    expect(nextEpochBits(0x1c05a3f4, 1_279_008_237, 1_279_297_671)).toBe(0x1c0168fd);
  });

  it('is cut at four times easier', () => {
    expect(nextEpochBits(0x1c387f6f, 1_263_163_443, 1_269_211_443)).toBe(0x1d00e1fd);
  });

  it('counts a last block stamped before the first one as the shortest timespan', () => {
    expect(nextEpochBits(0x1c05a3f4, 1_279_008_237, 1_279_008_236)).toBe(0x1c0168fd);
  });

  it('refuses bits that stand for no target', () => {
    expect(() => nextEpochBits(0, 0, 1)).toThrow(RangeError);
  });
});

describe('what an adjustment can do at all', () => {
  it('is to reach four times harder or easier, not one step further', () => {
    expect(isPossibleAdjustment(0x1c05a3f4, 0x1c0168fd)).toBe(true);
    expect(isPossibleAdjustment(0x1c05a3f4, 0x1c0168fc)).toBe(false);
    expect(isPossibleAdjustment(0x1c387f6f, 0x1d00e1fd)).toBe(true);
    expect(isPossibleAdjustment(0x1c387f6f, 0x1d00e1fe)).toBe(false);
  });

  it('is nothing to bits that stand for no target', () => {
    expect(isPossibleAdjustment(0x1c05a3f4, 0)).toBe(false);
  });

  it('starts from no target that is easier than difficulty 1', () => {
    expect(isMainnetBits(0x1d00ffff)).toBe(true);
    expect(isMainnetBits(0x207fffff)).toBe(false);
  });
});
