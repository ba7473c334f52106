import { describe, expect, it } from 'vitest';
import {
  compactToDifficulty,
  epochBits,
  epochOf,
  LAST_SHIPPED_EPOCH,
} from '../../../lib/core/chain/epochs.ts';

describe('the shipped difficulty epochs', () => {
  it('reach height 955583, the last one of epoch 473', () => {
    expect(LAST_SHIPPED_EPOCH).toBe(473);
    expect(epochOf(955_583)).toBe(473);
    expect(epochOf(955_584)).toBe(474);
  });

  it.each([
    [0, 0x1d00ffff],
    [32_256, 0x1d00d86a],
    [68_544, 0x1c0168fd],
    [890_440, 0x1702796c],
    [955_583, 0x170240c3],
  ])('height %i has the target of the main chain', (height, bits) => {
    expect(epochBits(epochOf(height))).toBe(bits);
  });

  it('say nothing beyond their end', () => {
    expect(epochBits(474)).toBeUndefined();
  });

  // As mempool.space reports the difficulty of blocks 363366, 730000 and 890440.
  it.each([
    [363_366, 49_402_014_931.227_46],
    [730_000, 28_587_155_782_195.1],
    [890_440, 113_757_508_810_854],
  ])('the difficulty at height %i is the one reported by mempool.space', (height, difficulty) => {
    const computed = compactToDifficulty(epochBits(epochOf(height))!);
    expect(Math.abs(computed / difficulty - 1)).toBeLessThan(1e-14);
  });

  it('no epoch is more than four times harder or easier than the previous one', () => {
    for (let epoch = 1; epoch <= LAST_SHIPPED_EPOCH; epoch += 1) {
      const ratio = compactToDifficulty(epochBits(epoch)!) / compactToDifficulty(epochBits(epoch - 1)!);
      expect(ratio).toBeGreaterThan(0.2499);
      expect(ratio).toBeLessThan(4.0001);
    }
  });

  it('difficulty 1 is the target of the first block', () => {
    expect(compactToDifficulty(0x1d00ffff)).toBe(1);
  });
});
