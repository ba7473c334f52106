import type { UtcDay } from '../../../core/ledger/utc-day.ts';
import type { Lens } from '../../../core/lenses/lens.ts';
import { ownerOf } from '../../../core/lenses/owners.ts';
import type { PoolId } from '../../../core/pools/pool-id.ts';
import type { LatestFigures } from '../../../daily/figures.ts';
import { isSure, type Match, matchName } from '../../match-name.ts';
import { type Subject, subjectLists } from '../../names.ts';
import { wordsOf } from '../../quantities.ts';

/** A name as it was typed, and whom it means; null where that is not clear. */
export type Named = {
  readonly typed: string;
  readonly match: Match<Subject>;
  readonly subject: Subject | null;
};

/** Words between two names. */
const BETWEEN = /\s*[,;&/]\s*|\s+(?:vs\.?|versus|and|with|or|to|against)\s+/i;

/** Takes two names apart, where they are parted at a word between them, else where both are clear. */
export function splitNames(text: string, figures: LatestFigures): readonly Named[] {
  const lists = subjectLists(figures);
  const named = (typed: string): Named => {
    const match = matchName(typed, ...lists);
    const subject = match.kind === 'one' ? match.value : isSure(match) ? match.values[0] : null;
    return { typed, match, subject };
  };
  const parts = text.split(BETWEEN).filter(Boolean);
  if (parts.length !== 1) return parts.map(named);
  const words = wordsOf(text);
  const splits = words
    .slice(1)
    .map((_, at) => [named(words.slice(0, at + 1).join(' ')), named(words.slice(at + 1).join(' '))]);
  const doubt = (names: readonly Named[]) => names.reduce((sum, { match }) => sum + DOUBT[match.kind], 0);
  return splits.toSorted((a, b) => doubt(a) - doubt(b))[0] ?? [];
}

/** How far from clear a name is. */
const DOUBT: Readonly<Record<Match<Subject>['kind'], number>> = { one: 0, near: 1, several: 2, none: 4 };

/** Two that are counted through one lens. */
export type Pair = { readonly lens: Lens; readonly keys: readonly [string, string] };

/** Two subjects through one lens: a pool beside an owner as its own owner. Null where no lens shows both. */
export function pairOf(one: Subject, other: Subject, day: UtcDay): Pair | null {
  if (one.lens === other.lens) return { lens: one.lens, keys: [one.key, other.key] };
  const owners = [one, other].map(({ lens, key }) => {
    if (lens === 'owner') return key;
    return lens === 'pool' ? ownerOf(key as PoolId, day, { day, knowledge: 'then' }) : null;
  });
  const [first, second] = owners;
  return first == null || second == null ? null : { lens: 'owner', keys: [first, second] };
}
