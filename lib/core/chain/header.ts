import { createHash } from 'node:crypto';
import { InputError } from '../../errors.ts';

const HEADER_HEX = /^[0-9a-f]{160}$/;

/** The contents of the 80 bytes of a block header. Hashes are in display order; `time` is in Unix seconds. */
export type BlockHeader = {
  readonly version: number;
  readonly previousId: string;
  readonly merkleRoot: string;
  readonly time: number;
  readonly bits: number;
  readonly nonce: number;
};

/** Reads an 80-byte block header. @throws InputError unless the text is 160 lower-case hex digits. */
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

/** The 80 bytes of a header, in hex, from fields that a source gives separately. */
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

/** The id of a block: the double SHA-256 of its header, in display order. */
export function idOfHeader(header: string): string {
  return displayHash(doubleSha256(Buffer.from(header, 'hex')));
}

/** SHA-256 of the SHA-256, in the byte order of the hash function. */
export function doubleSha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
}

/** A hash as people write it: its bytes reversed, in hex. */
export function displayHash(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex');
}

/** A hash in the byte order of the hash function, from display order. */
export function wireHash(display: string): Buffer {
  return Buffer.from(display, 'hex').reverse();
}
