import { distance } from 'fastest-levenshtein';

/** A name in folded form, as a whole and word by word. */
export type Name = { readonly whole: string; readonly words: readonly string[] };

export function nameOf(text: string): Name {
  return {
    whole: fold(text),
    words: text
      .split(/[\s().,&'-]+/)
      .map(fold)
      .filter(Boolean),
  };
}

export type Candidate<T> = {
  readonly value: T;
  readonly names: readonly Name[];
  /** Whether it is preferred among equally good matches. */
  readonly isLikely: boolean;
};

/**
 * The result of matching a typed name. `one`: the single best match. `several`: equally good matches, so ask. `near`: no
 * match, but these are spelled similarly.
 */
export type Match<T> = {
  readonly kind: 'one' | 'several' | 'near' | 'none';
  readonly values: readonly T[];
};

/** The single best match; undefined if there is none. */
export function soleMatch<T>({ kind, values }: Match<T>): T | undefined {
  return kind === 'one' ? values[0] : undefined;
}

/** The single best match or, if there is none, the only similar spelling. */
export function likelyMatch<T>({ values }: Match<T>): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** How well a name matches, best first. */
const FITS = ['exact', 'start', 'word', 'part', 'near'] as const;

type Fit = (typeof FITS)[number];

/** Shortest text matched inside names; shorter ones occur in too many. */
const PART_CHARACTERS = 3;

/** Matches a typed name. Among equally good candidates of several lists, those of the first list win. */
export function matchName<T>(typed: string, ...lists: readonly (readonly Candidate<T>[])[]): Match<T> {
  const folded = fold(typed);
  if (folded === '') return { kind: 'none', values: [] };
  const rated = lists.map((list) =>
    list.map((candidate) => ({ ...candidate, fit: bestFit(folded, candidate.names) })),
  );
  for (const fit of FITS) {
    for (const list of rated) {
      const alike = list.filter((candidate) => candidate.fit === fit);
      const likely = alike.filter(({ isLikely }) => isLikely);
      const values = (likely.length > 0 ? likely : alike).map(({ value }) => value);
      if (values.length === 0) continue;
      return { kind: fit === 'near' ? 'near' : values.length === 1 ? 'one' : 'several', values };
    }
  }
  return { kind: 'none', values: [] };
}

/** Most words of a name in a sentence. */
const RUN_WORDS = 3;

/** Shortest single word that stands for a whole name: "foundry". */
const KEYWORD_CHARACTERS = 4;

/** Words that occur both in names and in any sentence about mining. */
const COMMON = new Set(
  'bitcoin mining miner miners pool pools power digital solo hash united states global group block blocks coin'.split(
    ' ',
  ),
);

/**
 * Finds what a sentence names: a full name, a word from the name of a likely candidate, or a misspelling that fits a
 * single one. Null if it names nothing.
 */
export function findNamed<T>(sentence: string, ...lists: readonly (readonly Candidate<T>[])[]): T | null {
  const words = sentence.split(/[^\p{L}\p{N}.]+/u).filter(Boolean);
  const runs = Array.from({ length: RUN_WORDS }, (_, index) => RUN_WORDS - index).flatMap((length) =>
    words.slice(0, words.length - length + 1).map((_, at) => words.slice(at, at + length).join(' ')),
  );
  const find = (
    among: readonly string[],
    fits: (run: string, name: Name, isLikely: boolean) => boolean,
  ): readonly T[] => {
    for (const run of among) {
      const folded = fold(run);
      // "Tell us" names no country; "the us" does.
      if (folded.length < 3 && !/^(?:the |in the )?(?:us|uk)$/.test(run) && run !== 'US' && run !== 'UK')
        continue;
      if (run === 'us' || COMMON.has(folded)) continue;
      for (const list of lists) {
        const found = list.filter(({ names, isLikely }) =>
          names.some((name) => fits(folded, name, isLikely)),
        );
        if (found.length > 0) return found.map(({ value }) => value);
      }
    }
    return [];
  };
  const [one] = find(
    runs,
    (folded, { whole, words: parts }, isLikely) =>
      whole === folded || (isLikely && folded.length >= KEYWORD_CHARACTERS && parts.includes(folded)),
  );
  if (one !== undefined) return one;
  const near = find(
    words,
    (folded, name, isLikely) => isLikely && folded.length > WORD_CHARACTERS && fitOf(folded, name) === 'near',
  );
  return near.length === 1 ? near[0]! : null;
}

/** Candidates that match what was typed so far, best first; all, likely ones first, if nothing was typed. */
export function completeName<T>(typed: string, candidates: readonly Candidate<T>[]): readonly T[] {
  const folded = fold(typed);
  const rank = ({ names, isLikely }: Candidate<T>) => {
    const fit = folded === '' ? 'exact' : bestFit(folded, names);
    return fit === null ? null : 2 * FITS.indexOf(fit) + (isLikely ? 0 : 1);
  };
  return candidates
    .flatMap((candidate) => {
      const at = rank(candidate);
      return at === null ? [] : [{ value: candidate.value, at }];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

function bestFit(folded: string, names: readonly Name[]): Fit | null {
  const fits = names.flatMap((name) => fitOf(folded, name) ?? []);
  return FITS.find((fit) => fits.includes(fit)) ?? null;
}

function fitOf(folded: string, { whole, words }: Name): Fit | null {
  if (whole === folded) return 'exact';
  if (whole.startsWith(folded)) return 'start';
  if (words.some((word) => word.startsWith(folded))) return 'word';
  if (folded.length >= PART_CHARACTERS && whole.includes(folded)) return 'part';
  // Short texts are one typo away from too many names; a single word of a name must be longer than a whole name.
  const isNear =
    isMisspelled(folded, whole, [4, 7]) ||
    words.some((word) => word.length >= WORD_CHARACTERS && isMisspelled(folded, word, [WORD_CHARACTERS, 8]));
  return isNear ? 'near' : null;
}

/** Shortest word of a name that is matched by similar spelling; shorter ones are "pool" or "coin". */
const WORD_CHARACTERS = 5;

/** Whether a text is a misspelling of a name: one typo from length `once`, two from length `twice`. */
function isMisspelled(typed: string, meant: string, [once, twice]: readonly [number, number]): boolean {
  const typos = typed.length < once ? 0 : typed.length < twice ? 1 : 2;
  if (typos === 0 || Math.abs(typed.length - meant.length) > typos) return false;
  const edits = distance(typed, meant);
  // Two swapped letters are one typo but two edits.
  return edits <= typos || (edits === typos + 1 && swaps(typed).some((one) => distance(one, meant) < typos));
}

/** All texts with one pair of adjacent letters swapped. */
function swaps(text: string): readonly string[] {
  return Array.from(
    { length: text.length - 1 },
    (_, at) => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
  );
}

/** Removes case, accents, spaces and punctuation from a name; a flag emoji becomes its two letters. */
export function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u{1F1E6}-\u{1F1FF}]/gu, (letter) =>
      String.fromCharCode(letter.codePointAt(0)! - 0x1f1e6 + 0x61),
    )
    .toLowerCase()
    .replace(/^the\s+/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
