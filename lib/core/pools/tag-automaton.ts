import { InputError } from '../../errors.ts';
import { foldByte, foldCase } from './fold-case.ts';
import { isWholeWord, matchesWholeWordsOnly } from './whole-word.ts';

const NONE = -1;
const CHAR_BITS = 7;
const PAIR_MASK = (1 << (2 * CHAR_BITS)) - 1;

/** A tag and its owner. */
export type OwnedTag = { readonly text: string; readonly owner: string };

/** Indices of the tags in a script: the leading one, and those of other owners in order of position. */
export type FoundTags = { readonly leading: number; readonly others: readonly number[] };

/**
 * Finds the tags in a hex-encoded script, in one pass over the hex itself.
 *
 * The tag that starts first leads: text a miner may choose comes after the pool's marker. A tag inside another is part
 * of it. A short tag that starts or ends with a letter or digit must end at a word boundary there (`whole-word.ts`).
 *
 * An Aho-Corasick automaton (Aho and Corasick 1975) with failure links folded into one transition table. Its alphabet
 * is byte classes: each byte that occurs in a tag, with A-Z folded onto a-z; all other bytes; and all character pairs
 * that are not a byte. A state is the offset of its row; the last column is the longest tag ending there, and rows with
 * a tag come last, so one comparison per byte shows whether anything was found.
 *
 * @param tags matched as UTF-8 bytes with ASCII case folded; of equal ones the first counts.
 * @returns a function from hex (either case) to the tags in it, undefined if there are none; it throws InputError if
 *   the text is not hex.
 */
export function createTagFinder(tags: readonly OwnedTag[]): (hex: string) => FoundTags | undefined {
  const { classOfPair, next, firstFound, broken, width, shorter } = compile(tags.map(({ text }) => text));
  const tagColumn = width - 1;
  const lengths = Int32Array.from(tags, ({ text }) => Buffer.byteLength(text));
  const isWord = Uint8Array.from(tags, ({ text }) => (matchesWholeWordsOnly(text) ? 1 : 0));
  const alone = tags.map((_, leading): FoundTags => Object.freeze({ leading, others: [] }));

  /** The longest tag ending at a byte that is valid there. */
  function longestValid(longest: number, hex: string, end: number): number {
    let tag = longest;
    while (tag !== NONE && isWord[tag] === 1 && !isWholeWord(hex, end - lengths[tag]!, end)) {
      tag = shorter[tag]!;
    }
    return tag;
  }

  /** Flat pairs for the current script: a tag, and the index after its last byte; in the order they end. */
  const matches: number[] = [];

  function selectTags(hex: string, count: number): FoundTags | undefined {
    let leading = longestValid(matches[0]!, hex, matches[1]!);
    if (count === 2) return alone[leading];
    let leadingStart = leading === NONE ? 0 : matches[1]! - lengths[leading]!;
    let others: { readonly tag: number; readonly start: number }[] = [];
    for (let at = 2; at < count; at += 2) {
      const end = matches[at + 1]!;
      const tag = longestValid(matches[at]!, hex, end);
      if (tag === NONE) continue;
      const start = end - lengths[tag]!;
      // A tag that started no earlier and has ended lies inside this one.
      if (others.length > 0) others = others.filter((other) => other.start < start);
      if (leading === NONE || start <= leadingStart) {
        leading = tag;
        leadingStart = start;
      } else if (tags[tag]!.owner !== tags[leading]!.owner) {
        others.push({ tag, start });
      }
    }
    if (others.length === 0) return alone[leading];
    return { leading, others: [...new Set(others.map(({ tag }) => tag))] };
  }

  return (hex) => {
    if (hex.length % 2 !== 0) throw notHex(hex);
    let state = 0;
    let seen = 0;
    let count = 0;
    for (let at = 1; at < hex.length; at += 2) {
      const high = hex.charCodeAt(at - 1);
      const low = hex.charCodeAt(at);
      seen |= high | low;
      state = next[state + classOfPair[((high << CHAR_BITS) | low) & PAIR_MASK]!]!;
      if (state >= firstFound) {
        if (state === broken) break;
        matches[count] = next[state + tagColumn]!;
        matches[count + 1] = (at + 1) >> 1;
        count += 2;
      }
    }
    if (state === broken || seen >> CHAR_BITS !== 0) throw notHex(hex);
    if (count === 0) return undefined;
    const first = matches[0]!;
    return count === 2 && isWord[first] === 0 ? alone[first] : selectTags(hex, count);
  };
}

function notHex(hex: string): InputError {
  const at = hex.search(/[^0-9a-fA-F]/);
  const what =
    at < 0 ? `an odd number of digits, ${hex.length}` : `a non-hex character at position ${at + 1}`;
  return new InputError([{ where: 'coinbase', what: `expected whole bytes in hex, found ${what}` }]);
}

type Node = { readonly children: Map<number, Node>; tag: number; fail: Node | undefined; row: number };

function compile(tags: readonly string[]) {
  const root = buildTrie(tags);
  const nodes = linkFailures(root);
  const bytes = [...new Set(nodes.flatMap(({ children }) => [...children.keys()]))].sort((a, b) => a - b);
  const classes = bytes.length + 2;
  const width = classes + 1;

  const ordered = [...nodes.filter(({ tag }) => tag === NONE), ...nodes.filter(({ tag }) => tag !== NONE)];
  for (const [index, node] of ordered.entries()) node.row = index * width;
  const broken = ordered.length * width;
  const firstFound = ordered.find(({ tag }) => tag !== NONE)?.row ?? broken;

  const next = new Int32Array(broken + width).fill(broken);
  // Breadth first: the row of a node's failure link is complete before it is copied.
  for (const node of nodes) {
    const { row, fail, children, tag } = node;
    if (fail === undefined) next.fill(0, 0, classes - 1);
    else next.copyWithin(row, fail.row, fail.row + classes);
    for (const [byte, child] of children) next[row + bytes.indexOf(byte) + 1] = child.row;
    next[row + classes] = tag;
  }
  const shorter = tags.map((_, tag) => nodes.find((node) => node.tag === tag)?.fail?.tag ?? NONE);
  return { classOfPair: classifyPairs(bytes), next, firstFound, broken, width, shorter };
}

function buildTrie(tags: readonly string[]): Node {
  const newNode = (): Node => ({ children: new Map(), tag: NONE, fail: undefined, row: 0 });
  const root = newNode();
  for (const [index, tag] of tags.entries()) {
    let node = root;
    for (const byte of Buffer.from(foldCase(tag))) {
      const child = node.children.get(byte) ?? newNode();
      node.children.set(byte, child);
      node = child;
    }
    if (node.tag === NONE && node !== root) node.tag = index;
  }
  return root;
}

/** Sets failure links and inherited tags; returns all nodes, breadth first. */
function linkFailures(root: Node): readonly Node[] {
  const nodes = [root];
  for (const node of nodes) {
    for (const [byte, child] of node.children) {
      let fail = node.fail;
      while (fail !== undefined && !fail.children.has(byte)) fail = fail.fail;
      child.fail = fail?.children.get(byte) ?? root;
      if (child.tag === NONE) child.tag = child.fail.tag;
      nodes.push(child);
    }
  }
  return nodes;
}

/** The class of two hex characters: 0 for a byte in no tag, then one per byte in a tag; the last is for a non-byte. */
function classifyPairs(bytes: readonly number[]): Uint8Array {
  const classOfPair = new Uint8Array(PAIR_MASK + 1).fill(bytes.length + 1);
  const digits = '0123456789abcdefABCDEF';
  for (const high of digits) {
    for (const low of digits) {
      const pair = (high.charCodeAt(0) << CHAR_BITS) | low.charCodeAt(0);
      classOfPair[pair] = bytes.indexOf(foldByte(Number.parseInt(high + low, 16))) + 1;
    }
  }
  return classOfPair;
}
