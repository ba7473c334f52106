/** Does something once for each value that it is done for. */
export function kept<In, Out>(make: (value: In) => Out): (value: In) => Out {
  const known = new Map<In, Out>();
  return (value) => {
    if (!known.has(value)) known.set(value, make(value));
    return known.get(value) as Out;
  };
}

/** Does something when it is first asked for, and never again. */
export function once<Made>(make: () => Made): () => Made {
  const made = kept((_: null) => make());
  return () => made(null);
}
