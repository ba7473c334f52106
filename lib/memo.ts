/** Computes a value once for each input. */
export function memo<In, Out>(compute: (input: In) => Out): (input: In) => Out {
  const known = new Map<In, Out>();
  return (input) => {
    if (!known.has(input)) known.set(input, compute(input));
    return known.get(input) as Out;
  };
}

/** The same, and keeps only the newest value. */
export function memoNewest<In, Out>(compute: (input: In) => Out): (input: In) => Out {
  let newest: { readonly input: In; readonly output: Out } | undefined;
  return (input) => {
    if (newest?.input !== input) newest = { input, output: compute(input) };
    return newest.output;
  };
}

/** Computes something when it is first needed, and only then. */
export function once<Made>(make: () => Made): () => Made {
  const made = memo((_: null) => make());
  return () => made(null);
}
