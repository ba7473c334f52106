import { distance } from 'fastest-levenshtein';

/** A name as it is compared: folded, as a whole and word by word. */
export type Name = { readonly whole: string; readonly words: readonly string[] };

/** Makes a name ready to be compared. */
export function nameOf(text: string): Name {
  return {
    whole: fold(text),
    words: text
      .split(/[\s().,&'-]+/)
      .map(fold)
      .filter(Boolean),
  };
}

/** Something that people name, and the names it goes by. */
export type Candidate<T> = {
  readonly value: T;
  readonly names: readonly Name[];
  /** Whether it is likelier to be meant than others that fit as well. */
  readonly isLikely: boolean;
};

/**
 * What a name that was typed means. `one`: nothing else fits as well. `several`: these fit alike, so ask.
 * `near`: none fits, these are spelled much like it.
 */
export type Match<T> =
  | { readonly kind: 'one'; readonly value: T }
  | { readonly kind: 'several' | 'near'; readonly values: readonly T[] }
  | { readonly kind: 'none' };

/** Whether nothing is called so, and one thing alone is spelled much like it. */
export function isSure<T>(
  match: Match<T>,
): match is { readonly kind: 'near'; readonly values: readonly [T] } {
  return match.kind === 'near' && match.values.length === 1;
}

/** How well a name fits, the best first. */
const FITS = ['exact', 'start', 'word', 'part', 'near'] as const;

type Fit = (typeof FITS)[number];

/** A part of a name is looked for within names from this length on: shorter ones stand in too many. */
const PART_CHARACTERS = 3;

/** Finds what a typed name means. Where candidates of several lists fit alike, those of the first list are meant. */
export function matchName<T>(typed: string, ...lists: readonly (readonly Candidate<T>[])[]): Match<T> {
  const folded = fold(typed);
  if (folded === '') return { kind: 'none' };
  const fitted = lists.map((list) =>
    list.map((candidate) => ({ ...candidate, fit: bestFit(folded, candidate.names) })),
  );
  for (const fit of FITS) {
    for (const list of fitted) {
      const alike = list.filter((candidate) => candidate.fit === fit);
      const likely = alike.filter(({ isLikely }) => isLikely);
      const values = (likely.length > 0 ? likely : alike).map(({ value }) => value);
      if (values.length === 0) continue;
      if (fit === 'near') return { kind: 'near', values };
      return values.length === 1 ? { kind: 'one', value: values[0]! } : { kind: 'several', values };
    }
  }
  return { kind: 'none' };
}

/** Most words that a name in a sentence has. */
const RUN_WORDS = 3;

/** A word from this length on names whom it is a part of the name of: "foundry". */
const SAYING_CHARACTERS = 4;

/** Words of names that sentences about mining use as words. */
const COMMON = new Set(
  'bitcoin mining miner miners pool pools power digital solo hash united states global group block blocks coin'.split(
    ' ',
  ),
);

/** Finds whom a sentence names: in full, or by a word of the name of somebody likely, or with a slip where one alone is meant. */
export function namedIn<T>(sentence: string, ...lists: readonly (readonly Candidate<T>[])[]): T | null {
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
      whole === folded || (isLikely && folded.length >= SAYING_CHARACTERS && parts.includes(folded)),
  );
  if (one !== undefined) return one;
  const near = find(
    words,
    (folded, name, isLikely) => isLikely && folded.length > WORD_CHARACTERS && fitOf(folded, name) === 'near',
  );
  return near.length === 1 ? near[0]! : null;
}

/** Names in order of how well they fit what was typed so far; all of them, the likely first, where nothing was. */
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
  // A short word is one slip away from too many others, and of a longer name a word is less than the whole.
  const isNear =
    isSlipped(folded, whole, [4, 7]) ||
    words.some((word) => word.length >= WORD_CHARACTERS && isSlipped(folded, word, [WORD_CHARACTERS, 8]));
  return isNear ? 'near' : null;
}

/** A word of a name is known by its spelling alone from this length on: shorter ones are "pool" and "coin". */
const WORD_CHARACTERS = 5;

/** Whether something was meant and slipped: once from the first length on, twice from the second. */
function isSlipped(typed: string, meant: string, [once, twice]: readonly [number, number]): boolean {
  const slips = typed.length < once ? 0 : typed.length < twice ? 1 : 2;
  if (slips === 0 || Math.abs(typed.length - meant.length) > slips) return false;
  const steps = distance(typed, meant);
  // Two letters in each other's place are one slip and two steps.
  return steps <= slips || (steps === slips + 1 && swaps(typed).some((one) => distance(one, meant) < slips));
}

/** A text with each pair of neighbouring letters swapped. */
function swaps(text: string): readonly string[] {
  return Array.from(
    { length: text.length - 1 },
    (_, at) => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
  );
}

/** A name without case, accents, spaces and punctuation; a flag is the two letters that it is made of. */
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
