/**
 * Decodes a compact target (nBits) into 256 bits: a 23-bit mantissa times 256^(size - 3), truncated. Undefined if
 * negative, zero or more than 256 bits. Source: Bitcoin Core, `arith_uint256::SetCompact`, `CheckProofOfWork`.
 */
export function compactToTarget(bits: number): bigint | undefined {
  const size = bits >>> 24;
  const mantissa = BigInt(bits & 0x7fffff);
  const target = size <= 3 ? mantissa >> BigInt(8 * (3 - size)) : mantissa << BigInt(8 * (size - 3));
  const negative = (bits & 0x800000) !== 0;
  return negative || target === 0n || target >> 256n !== 0n ? undefined : target;
}

/**
 * Encodes a target as nBits: its top three bytes, or two if the top bit would read as a sign. Source: Bitcoin Core,
 * `arith_uint256::GetCompact`.
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
 * Expected number of hashes to find a block at this target: 2^256 / (target + 1). Summed to compare chains. Source:
 * Bitcoin Core, `GetBlockProof`.
 *
 * @throws RangeError if the bits encode no valid target.
 */
export function compactToWork(bits: number): bigint {
  return (1n << 256n) / (requireTarget(bits) + 1n);
}

/** The target of bits already checked. @throws RangeError if they encode no valid target. */
export function requireTarget(bits: number): bigint {
  const target = compactToTarget(bits);
  if (target === undefined) throw new RangeError(`${hexOfBits(bits)} encodes no valid target`);
  return target;
}

/** Bits in their usual notation: `0x1702796c`. */
export function hexOfBits(bits: number): string {
  return `0x${bits.toString(16).padStart(8, '0')}`;
}
