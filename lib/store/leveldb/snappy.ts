/** Reads a varint: an integer of seven bits per byte, lowest first. `end`: the offset after it. */
export function readVarint(
  bytes: Uint8Array,
  start: number,
): { readonly value: number; readonly end: number } {
  let [value, at, unit] = [0, start, 1];
  for (;;) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * unit;
    at += 1;
    if (byte < 0x80) return { value, end: at };
    unit *= 128;
  }
}

/**
 * Decompresses Snappy (https://github.com/google/snappy/blob/main/format_description.txt); returns garbage for invalid
 * input.
 */
export function unpackSnappy(packed: Uint8Array): Uint8Array {
  const { value: length, end } = readVarint(packed, 0);
  const bytes = new Uint8Array(length);
  let [from, to] = [end, 0];
  const little = (count: number) => {
    let value = 0;
    for (let index = 0; index < count; index++) value += (packed[from + index] ?? 0) * 256 ** index;
    from += count;
    return value;
  };
  const copyBack = (count: number, distance: number) => {
    for (let index = 0; index < count; index++) bytes[to + index] = bytes[to + index - distance] ?? 0;
    to += count;
  };
  while (from < packed.length) {
    const tag = packed[from]!;
    const upper = tag >>> 2;
    from += 1;
    if ((tag & 3) === 1) copyBack(4 + (upper & 7), (tag >>> 5) * 256 + little(1));
    else if ((tag & 3) === 2) copyBack(upper + 1, little(2));
    else if ((tag & 3) === 3) copyBack(upper + 1, little(4));
    else {
      const count = 1 + (upper < 60 ? upper : little(upper - 59));
      bytes.set(packed.subarray(from, Math.min(from + count, from + length - to)), to);
      from += count;
      to += count;
    }
  }
  return bytes;
}
