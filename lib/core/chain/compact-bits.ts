/**
 * The 256-bit target of a compact target (nBits): 23 bits of mantissa times 256^(size - 3), fractions cut off.
 * Undefined where it is negative, zero, or past 256 bits. Source: Bitcoin Core, `arith_uint256::SetCompact`,
 * `CheckProofOfWork`.
 */
export function compactToTarget(bits: number): bigint | undefined {
  const size = bits >>> 24;
  const mantissa = BigInt(bits & 0x7fffff);
  const target = size <= 3 ? mantissa >> BigInt(8 * (3 - size)) : mantissa << BigInt(8 * (size - 3));
  const negative = (bits & 0x800000) !== 0;
  return negative || target === 0n || target >> 256n !== 0n ? undefined : target;
}

/**
 * The compact form of a target: its highest three bytes, one fewer where the top bit would read as a sign. Source:
 * Bitcoin Core, `arith_uint256::GetCompact`.
 */
export function targetToCompact(target: bigint): number {
  let size = Math.ceil(target.toString(2).length / 8);
  let mantissa = Number(size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)));
  if (mantissa & 0x800000) {
    mantissa >>= 8;
    size += 1;
  }
  return size * 2 ** 24 + mantissa;
}

/**
 * Hashes a block of this target takes on average: 2^256 / (target + 1). Chains are compared by its sum. Source: Bitcoin
 * Core, `GetBlockProof`. @throws RangeError where the bits stand for no target.
 */
export function compactToWork(bits: number): bigint {
  return (1n << 256n) / (requireTarget(bits) + 1n);
}

/** The target of bits that were checked before. @throws RangeError where they stand for no target. */
export function requireTarget(bits: number): bigint {
  const target = compactToTarget(bits);
  if (target === undefined) throw new RangeError(`${hexOfBits(bits)} stands for no target`);
  return target;
}

/** Bits as they are usually written: `0x1702796c`. */
export function hexOfBits(bits: number): string {
  return `0x${bits.toString(16).padStart(8, '0')}`;
}
