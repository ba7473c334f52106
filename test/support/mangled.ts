import fc from 'fast-check';

type Place = readonly (string | number)[];

/** A document with some parts replaced by other values, or missing. */
export function mangled(whole: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.constantFrom(...placesIn(whole)),
    value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce((document, { place, value }) => withValue(document, place, value), whole),
    );
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    placesIn(part).map((place) => [key, ...place]),
  );
  return [[], ...inner];
}

function withValue(document: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  // An earlier change may have left nothing there.
  if (typeof document !== 'object' || document === null || !(key in document)) return document;
  const parts = document as Readonly<Record<string, unknown>>;
  const changed = withValue(parts[key], rest, value);
  return Array.isArray(document) ? document.with(Number(key), changed) : { ...parts, [key]: changed };
}
