import { storedChecksum } from './checksum.ts';
import { readVarint, unpackSnappy } from './snappy.ts';

/**
 * A LevelDB table ends with the positions of two indexes, which list the positions of all other blocks. Each block is
 * followed by its compression type (1 byte) and its checksum (4 bytes):
 * https://github.com/google/leveldb/blob/main/doc/table_format.md.
 */
const FOOTER_BYTES = 48;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const PACKED = 1;

type Place = { readonly offset: number; readonly size: number };

/**
 * Returns the offset of a table's first damage; undefined if it is sound. A table without a footer is unfinished: its
 * writer was killed. LevelDB itself notices a lost footer.
 */
export function damageOfTable(table: Uint8Array): number | undefined {
  const footer = table.subarray(-FOOTER_BYTES);
  if (MAGIC.some((byte, index) => footer.at(index - MAGIC.length) !== byte)) return undefined;
  const metaIndex = readPlace(footer, 0);
  const index = readPlace(footer, metaIndex.end);
  for (const place of [metaIndex.place, index.place]) {
    if (!isSound(table, place)) return place.offset;
    for (const listed of placesIn(unpacked(table, place))) if (!isSound(table, listed)) return listed.offset;
  }
  return undefined;
}

function isSound(table: Uint8Array, { offset, size }: Place): boolean {
  const end = offset + size + 1;
  if (end + 4 > table.length) return false;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return view.getUint32(end, true) === storedChecksum(table.subarray(offset, end));
}

function unpacked(table: Uint8Array, { offset, size }: Place): Uint8Array {
  const block = table.subarray(offset, offset + size);
  return table[offset + size] === PACKED ? unpackSnappy(block) : block;
}

/**
 * The positions in a sound index. An entry is three lengths, the new part of a key and a position; restart offsets
 * follow.
 */
function placesIn(index: Uint8Array): readonly Place[] {
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const end = index.length - 4 * (1 + view.getUint32(index.length - 4, true));
  const places: Place[] = [];
  let at = 0;
  while (at < end) {
    const shared = readVarint(index, at);
    const unshared = readVarint(index, shared.end);
    const length = readVarint(index, unshared.end);
    const value = length.end + unshared.value;
    places.push(readPlace(index, value).place);
    at = value + length.value;
  }
  return places;
}

function readPlace(bytes: Uint8Array, at: number): { readonly place: Place; readonly end: number } {
  const offset = readVarint(bytes, at);
  const size = readVarint(bytes, offset.end);
  return { place: { offset: offset.value, size: size.value }, end: size.end };
}
