import { InputError } from '../../errors.ts';
import { foldByte, foldCase } from './fold.ts';

const NONE = -1;
const CHAR_BITS = 7;
const PAIR_MASK = (1 << (2 * CHAR_BITS)) - 1;

/**
 * Finds the longest of many tags in a script given as hex, in one pass over the hex itself.
 *
 * An Aho-Corasick automaton (Aho and Corasick 1975) whose failure links are folded into one transition
 * table. Its alphabet is not the 256 bytes but classes of them: every byte that occurs in a tag, with
 * A-Z folded onto a-z, all bytes that occur in none, and all pairs of characters that are no byte.
 * A state is the offset of its row; the last column of a row is the longest tag that ends there, and rows
 * with a tag come last, so that one comparison per byte tells whether anything was found.
 *
 * @param tags texts, matched as UTF-8 bytes with ASCII case folded; of equal ones the first counts.
 * @returns a function from hex (either case) to the index of the longest tag in it, -1 if none. Of equally
 *   long tags the one that stands earliest in the script wins. It throws InputError if the text is not hex.
 */
export function createTagFinder(tags: readonly string[]): (hex: string) => number {
  const { classOfPair, next, firstFound, broken, width } = compile(tags);
  const lengths = Int32Array.from(tags, (tag) => Buffer.byteLength(tag));
  const tagColumn = width - 1;

  return (hex) => {
    if (hex.length % 2 !== 0) throw notHex(hex);
    let state = 0;
    let seen = 0;
    let longest = NONE;
    let length = 0;
    for (let at = 1; at < hex.length; at += 2) {
      const high = hex.charCodeAt(at - 1);
      const low = hex.charCodeAt(at);
      seen |= high | low;
      state = next[state + classOfPair[((high << CHAR_BITS) | low) & PAIR_MASK]!]!;
      if (state >= firstFound) {
        if (state === broken) break;
        const tag = next[state + tagColumn]!;
        if (lengths[tag]! > length) {
          longest = tag;
          length = lengths[tag]!;
        }
      }
    }
    if (state === broken || seen >> CHAR_BITS !== 0) throw notHex(hex);
    return longest;
  };
}

function notHex(hex: string): InputError {
  const at = hex.search(/[^0-9a-fA-F]/);
  const what = at < 0 ? `an odd number of digits, ${hex.length}` : `no hex digit at character ${at + 1}`;
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
  // Breadth first: the row a node falls back to is complete before the node's own is copied from it.
  for (const node of nodes) {
    const { row, fail, children, tag } = node;
    if (fail === undefined) next.fill(0, 0, classes - 1);
    else next.copyWithin(row, fail.row, fail.row + classes);
    for (const [byte, child] of children) next[row + bytes.indexOf(byte) + 1] = child.row;
    next[row + classes] = tag;
  }
  return { classOfPair: classifyPairs(bytes), next, firstFound, broken, width };
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

/** Class of two hex characters: 0 for a byte of no tag, then one per byte of a tag, the last for no byte. */
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
