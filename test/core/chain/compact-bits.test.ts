import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactToTarget, compactToWork, targetToCompact } from '../../../lib/core/chain/compact-bits.ts';

describe('compact targets', () => {
  // Values of Bitcoin Core's arith_uint256_tests, bignum_SetCompact.
  it.each([
    [0x01120000, 0x12n],
    [0x02123400, 0x1234n],
    [0x03123456, 0x123456n],
    [0x04123456, 0x12345600n],
    [0x05009234, 0x92340000n],
    [0x20123456, 0x123456n << 232n],
    [0x1d00ffff, 0xffffn << 208n],
  ])('%i decodes to the same target as in Bitcoin Core', (bits, target) => {
    expect(compactToTarget(bits)).toBe(target);
  });

  it.each([
    ['zero', 0],
    ['a mantissa cut off to nothing', 0x01003456],
    ['a negative number', 0x04923456],
    ['more than 256 bits', 0xff123456],
  ])('%s is not a target', (_, bits) => {
    expect(compactToTarget(bits)).toBeUndefined();
  });

  it('encoding and decoding a target keeps its highest bytes and never makes it easier', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 255n) - 1n }), (target) => {
        const read = compactToTarget(targetToCompact(target)) ?? -1n;
        expect(read <= target && (target - read) << 15n < target).toBe(true);
        expect(targetToCompact(read)).toBe(targetToCompact(target));
      }),
    );
  });

  it('a block of difficulty 1 takes slightly over 2^32 hashes', () => {
    expect(compactToWork(0x1d00ffff)).toBe(0x100010001n);
  });

  it('bits that encode no valid target have no work', () => {
    expect(() => compactToWork(0)).toThrow(new RangeError('0x00000000 encodes no valid target'));
  });
});
