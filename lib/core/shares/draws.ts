import { createHash } from 'node:crypto';
import gamma from '@stdlib/random-base-gamma';

/** Draws gamma variables of scale 1; the same seed text gives the same draws on every machine. */
export function seededGamma(seedText: string): (shape: number) => number {
  const draw = gamma.factory({ seed: seedOf(seedText) });
  return (shape) => draw(shape, 1);
}

/** The generator takes 31-bit seeds, from 1. */
function seedOf(text: string): number {
  return (createHash('sha256').update(text).digest().readUInt32BE(0) % 0x7ffffffe) + 1;
}
