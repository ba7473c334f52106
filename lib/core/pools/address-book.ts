const BUCKETS = 1 << 12;

/**
 * Builds a lookup of payout addresses among a known few; undefined for any other text. Nearly every address in a
 * coinbase is unknown and new, and a Map would hash the whole text to find that out; comparing four characters takes a
 * tenth of the time.
 */
export function createAddressBook<T>(entries: ReadonlyMap<string, T>): (address: string) => T | undefined {
  const groups = Map.groupBy(entries, ([address]) => fingerprint(address));
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => groups.get(bucket));
  return (address) => {
    const bucket = buckets[fingerprint(address)];
    return bucket?.find(([known]) => known === address)?.[1];
  };
}

/** The last four characters, part of the checksum, where addresses differ most. */
function fingerprint(address: string): number {
  const end = address.length;
  if (end < 4) return 0;
  const bits =
    address.charCodeAt(end - 1) ^
    (address.charCodeAt(end - 2) << 2) ^
    (address.charCodeAt(end - 3) << 4) ^
    (address.charCodeAt(end - 4) << 6);
  return bits & (BUCKETS - 1);
}
