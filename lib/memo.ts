/** Memoizes a function: computes its value once for each input. It starts over after `most` inputs. */
export function memo<In, Out>(
  compute: (input: In) => Out,
  most = Number.POSITIVE_INFINITY,
): (input: In) => Out {
  const known = new Map<In, Out>();
  return (input) => {
    const before = known.get(input);
    if (before !== undefined || known.has(input)) return before as Out;
    const output = compute(input);
    if (known.size >= most) known.clear();
    known.set(input, output);
    return output;
  };
}

/** Memoizes a function of objects, each for as long as the object is in use elsewhere. */
export function memoWeak<In extends object, Out>(compute: (input: In) => Out): (input: In) => Out {
  const known = new WeakMap<In, { readonly output: Out }>();
  return (input) => {
    const before = known.get(input) ?? { output: compute(input) };
    known.set(input, before);
    return before.output;
  };
}

/** Memoizes a function for its most recent input only. */
export function memoNewest<In, Out>(compute: (input: In) => Out): (input: In) => Out {
  let newest: { readonly input: In; readonly output: Out } | undefined;
  return (input) => {
    if (newest?.input !== input) newest = { input, output: compute(input) };
    return newest.output;
  };
}

/** Computes a value when it is first needed, and never again. */
export function once<Made>(make: () => Made): () => Made {
  const made = memo((_: null) => make());
  return () => made(null);
}
