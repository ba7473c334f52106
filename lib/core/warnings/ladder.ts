import { isUpper, type Rule } from '../rules/rule.ts';

/** Rules that are rungs of one episode, lowest first: the bound hardest to reach comes last. */
export type Ladder = { readonly id: string; readonly rungs: readonly Rule[] };

/** Groups rules into ladders, in the order in which each ladder first appears. `rules` are as `parseRules` gives them. */
export function ladders(rules: readonly Rule[]): readonly Ladder[] {
  return [...Map.groupBy(rules, ({ ladder }) => ladder)].map(([id, rungs]) => ({
    id,
    rungs: rungs.toSorted((a, b) => (a.bound.value - b.bound.value) * (isUpper(a.bound) ? 1 : -1)),
  }));
}
