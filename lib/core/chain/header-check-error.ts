import { beginningOf } from '../../errors.ts';

/**
 * The check a block failed: `hash` (the header does not hash to the id), `target` (the hash misses the header's own
 * target), `link` (does not connect to the block below or above), `bits` (not the target its epoch requires), `repeat`
 * (the source contradicts its own header), `merkle` (the coinbase is not in the block, or not the one reported).
 */
export type HeaderCheck = 'hash' | 'target' | 'link' | 'bits' | 'repeat' | 'merkle';

/** Longest quote in a message: a script or some addresses. A source may report far more, and messages are stored. */
const MAX_SHOWN = 500;

/** A block that is not what it claims to be. Terminal: the same bytes always fail. */
export class HeaderCheckError extends Error {
  readonly check: HeaderCheck;
  readonly height: number;
  readonly id: string;
  readonly expected: string;
  readonly found: string;
  readonly retryable = false;

  constructor(
    check: HeaderCheck,
    block: { readonly height: number; readonly id: string },
    { expected, found }: { readonly expected: string; readonly found: string },
    options: { readonly cause?: unknown } = {},
  ) {
    const [wanted, shown] = [expected, found].map((text) => beginningOf(text, MAX_SHOWN));
    super(
      `block ${block.height} (${block.id}) refused by check "${check}": expected ${wanted}, found ${shown}`,
      options,
    );
    this.name = 'HeaderCheckError';
    this.check = check;
    this.height = block.height;
    this.id = block.id;
    this.expected = expected;
    this.found = found;
  }
}
