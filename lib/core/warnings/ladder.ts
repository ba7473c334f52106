import { isUpper, type Rule } from '../rules/rule.ts';

/** Rules that are rungs of one episode, lowest first: the hardest bound to reach comes last. */
export type Ladder = { readonly id: string; readonly rungs: readonly Rule[] };

/** Groups rules into ladders, in order of first appearance. `rules` are as returned by `parseRules`. */
export function ladders(rules: readonly Rule[]): readonly Ladder[] {
  return [...Map.groupBy(rules, ({ ladder }) => ladder)].map(([id, rungs]) => ({
    id,
    rungs: rungs.toSorted((a, b) => (a.bound.value - b.bound.value) * (isUpper(a.bound) ? 1 : -1)),
  }));
}
