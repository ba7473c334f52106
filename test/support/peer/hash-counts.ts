/** Counts by the first 64 bits of a hash: nine bytes per entry; a Map of texts takes a hundred. */
export type HashCounts = {
  /** Adds one, up to 255, and returns the count. */
  readonly add: (hash: Buffer) => number;
  readonly get: (hash: Buffer) => number;
  readonly size: () => number;
};

export function createHashCounts(): HashCounts {
  let slots = 1 << 12;
  let keys = new Uint32Array(2 * slots);
  let counts = new Uint8Array(slots);
  let size = 0;

  /** The slot of a key, or the free slot for it: open addressing, linear probing. */
  function find(low: number, high: number): number {
    let slot = low & (slots - 1);
    while (counts[slot] !== 0 && (keys[2 * slot] !== low || keys[2 * slot + 1] !== high)) {
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  }

  function grow(): void {
    const [oldKeys, oldCounts] = [keys, counts];
    slots *= 2;
    keys = new Uint32Array(2 * slots);
    counts = new Uint8Array(slots);
    for (const [old, count] of oldCounts.entries()) {
      if (count !== 0) put(oldKeys[2 * old]!, oldKeys[2 * old + 1]!, count);
    }
  }

  function put(low: number, high: number, count: number): void {
    const slot = find(low, high);
    keys[2 * slot] = low;
    keys[2 * slot + 1] = high;
    counts[slot] = count;
  }

  return {
    add: (hash) => {
      const [low, high] = [hash.readUInt32LE(0), hash.readUInt32LE(4)];
      const count = Math.min(255, counts[find(low, high)]! + 1);
      put(low, high, count);
      if (count === 1) {
        size += 1;
        if (size > slots / 2) grow();
      }
      return count;
    },
    get: (hash) => counts[find(hash.readUInt32LE(0), hash.readUInt32LE(4))]!,
    size: () => size,
  };
}
