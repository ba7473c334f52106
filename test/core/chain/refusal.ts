import { HeaderCheckError } from '../../../lib/core/chain/header-check-error.ts';

/** Returns the HeaderCheckError that `act` throws; rethrows anything else. */
export function refusal(act: () => unknown): HeaderCheckError {
  try {
    act();
  } catch (error) {
    if (error instanceof HeaderCheckError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The bytes with one bit flipped; bit 0 is the lowest of the first byte. */
export function flipBit(hex: string, bit: number): string {
  const bytes = Buffer.from(hex, 'hex');
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('hex');
}
