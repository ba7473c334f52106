import { createHash } from 'node:crypto';
import { InputError } from '../../errors.ts';

const HEADER_HEX = /^[0-9a-f]{160}$/;

/** Fields of an 80-byte block header. Hashes are in display order; `time` is in Unix seconds. */
export type BlockHeader = {
  readonly version: number;
  readonly previousId: string;
  readonly merkleRoot: string;
  readonly time: number;
  readonly bits: number;
  readonly nonce: number;
};

/** Parses an 80-byte block header. @throws InputError unless the text is 160 lower-case hex digits. */
export function parseHeader(header: string): BlockHeader {
  if (!HEADER_HEX.test(header)) {
    throw new InputError([{ where: 'header', what: 'expected 80 bytes in lower-case hex' }]);
  }
  const bytes = Buffer.from(header, 'hex');
  return {
    version: bytes.readInt32LE(0),
    previousId: displayHash(bytes.subarray(4, 36)),
    merkleRoot: displayHash(bytes.subarray(36, 68)),
    time: bytes.readUInt32LE(68),
    bits: bytes.readUInt32LE(72),
    nonce: bytes.readUInt32LE(76),
  };
}

/** Serialises header fields that a source gives separately: 80 bytes, hex. */
export function buildHeader(header: BlockHeader): string {
  const bytes = Buffer.alloc(80);
  bytes.writeInt32LE(header.version | 0, 0);
  wireHash(header.previousId).copy(bytes, 4);
  wireHash(header.merkleRoot).copy(bytes, 36);
  bytes.writeUInt32LE(header.time, 68);
  bytes.writeUInt32LE(header.bits, 72);
  bytes.writeUInt32LE(header.nonce, 76);
  return bytes.toString('hex');
}

/** The block id: the double SHA-256 of the header, in display order. */
export function idOfHeader(header: string): string {
  return displayHash(doubleSha256(Buffer.from(header, 'hex')));
}

/** SHA-256 of SHA-256, in internal byte order. */
export function doubleSha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
}

/** A hash in display order: bytes reversed, hex. */
export function displayHash(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex');
}

/** A display-order hash in internal byte order. */
export function wireHash(display: string): Buffer {
  return Buffer.from(display, 'hex').reverse();
}
