/** Splits a list into the elements that satisfy a predicate and the others. */
export function partition<T>(items: readonly T[], predicate: (item: T) => boolean): readonly [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const item of items) (predicate(item) ? yes : no).push(item);
  return [yes, no];
}
