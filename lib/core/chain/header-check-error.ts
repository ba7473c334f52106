import { beginningOf } from '../../errors.ts';

/**
 * What is wrong with a block: `hash` (the header does not hash to the id), `target` (the hash misses the header's own
 * target), `link` (another block below or above), `bits` (not the target that its epoch allows), `repeat` (the source
 * contradicts its own header), `merkle` (the coinbase does not belong to the header, or is not the one that was given
 * before).
 */
export type HeaderCheck = 'hash' | 'target' | 'link' | 'bits' | 'repeat' | 'merkle';

/** Room for what a check shows: a script or some addresses. A source may tell far more, and the store keeps the message. */
const MOST_SHOWN = 500;

/** A block that is not what it claims to be. Terminal: the same bytes fail again. */
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
    const [wanted, told] = [expected, found].map((text) => beginningOf(text, MOST_SHOWN));
    super(
      `block ${block.height} (${block.id}) refused by check "${check}": expected ${wanted}, found ${told}`,
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
