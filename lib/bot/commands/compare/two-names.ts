import type { UtcDay } from '../../../core/ledger/utc-day.ts';
import type { Lens } from '../../../core/lenses/lens.ts';
import { ownerOf } from '../../../core/lenses/owners.ts';
import type { PoolId } from '../../../core/pools/pool-id.ts';
import type { LatestFigures } from '../../../daily/figures.ts';
import { likelyMatch, type Match, matchName } from '../../match-name.ts';
import { type Subject, subjectLists } from '../../names.ts';
import { wordsOf } from '../../quantities.ts';

/** The name as typed, and the subject it matched; undefined if ambiguous. */
type TypedName = {
  readonly typed: string;
  readonly match: Match<Subject>;
  readonly subject: Subject | undefined;
};

const SEPARATOR = /\s*[,;&/]\s*|\s+(?:vs\.?|versus|and|with|or|to|against)\s+/i;

/** Splits a text into two names at a separator, or else at the space that leaves both least ambiguous. */
export function splitNames(text: string, figures: LatestFigures): readonly TypedName[] {
  const lists = subjectLists(figures);
  const named = (typed: string): TypedName => {
    const match = matchName(typed, ...lists);
    return { typed, match, subject: likelyMatch(match) };
  };
  const parts = text.split(SEPARATOR).filter(Boolean);
  if (parts.length !== 1) return parts.map(named);
  const words = wordsOf(text);
  const splits = words
    .slice(1)
    .map((_, at) => [named(words.slice(0, at + 1).join(' ')), named(words.slice(at + 1).join(' '))]);
  const ambiguity = (names: readonly TypedName[]) =>
    names.reduce((sum, { match }) => sum + AMBIGUITY[match.kind], 0);
  return splits.toSorted((a, b) => ambiguity(a) - ambiguity(b))[0] ?? [];
}

const AMBIGUITY: Readonly<Record<Match<Subject>['kind'], number>> = { one: 0, near: 1, several: 2, none: 4 };

/** Two subjects of one lens. */
export type Pair = { readonly lens: Lens; readonly keys: readonly [string, string] };

/** Finds the lens that has both subjects; a pool next to an owner is replaced by its owner. Null if there is none. */
export function pairOf(one: Subject, other: Subject, day: UtcDay): Pair | null {
  if (one.lens === other.lens) return { lens: one.lens, keys: [one.key, other.key] };
  const owners = [one, other].map(({ lens, key }) => {
    if (lens === 'owner') return key;
    return lens === 'pool' ? ownerOf(key as PoolId, day, { day, knowledge: 'then' }) : null;
  });
  const [first, second] = owners;
  return first == null || second == null ? null : { lens: 'owner', keys: [first, second] };
}
