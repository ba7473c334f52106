import { storedChecksum } from './checksum.ts';

/**
 * A LevelDB log consists of 32 KB blocks of records: checksum (4 bytes), length (2), type (1), data
 * (https://github.com/google/leveldb/blob/main/doc/log_format.md). The manifest has the same format.
 */
const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
/** Types 1 to 4: a full record, or the first, a middle or the last part of one. */
const LAST_TYPE = 4;

/**
 * Returns the offset of a log's first damage; undefined if it is sound. A record cut off by the end of the log is not
 * damage: its writer was killed and never acknowledged it.
 */
export function damageOfLog(log: Uint8Array): number | undefined {
  for (let start = 0; start < log.length; start += BLOCK_BYTES) {
    const at = damageOfBlock(log.subarray(start, start + BLOCK_BYTES));
    if (at !== undefined) return start + at;
  }
  return undefined;
}

function damageOfBlock(block: Uint8Array): number | undefined {
  let at = 0;
  while (at + HEADER_BYTES <= block.length) {
    const rest = block.subarray(at);
    const end = HEADER_BYTES + lengthOf(rest);
    // Never written, as after a power failure.
    if (rest.every((byte) => byte === 0)) return undefined;
    if (end > rest.length) return block.length < BLOCK_BYTES && isCutOff(rest) ? undefined : at;
    if (!isSound(rest)) return at;
    at += end;
  }
  return undefined;
}

const lengthOf = (record: Uint8Array) => record[4]! | (record[5]! << 8);

/** Whether a complete record with a valid checksum starts here. */
function isSound(bytes: Uint8Array, length = lengthOf(bytes)): boolean {
  const type = bytes[6]!;
  if (type < 1 || type > LAST_TYPE || HEADER_BYTES + length > bytes.length) return false;
  return checksumOf(bytes) === storedChecksum(bytes.subarray(6, HEADER_BYTES + length));
}

const checksumOf = ([a = 0, b = 0, c = 0, d = 0]: Uint8Array) => (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;

/** Whether a record that extends past its log was cut off; if another follows it, its length is wrong instead. */
function isCutOff(rest: Uint8Array): boolean {
  if (isSound(rest, rest.length - HEADER_BYTES)) return false;
  for (let at = 1; at + HEADER_BYTES <= rest.length; at++) if (isSound(rest.subarray(at))) return false;
  return true;
}
