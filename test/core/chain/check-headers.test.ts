import { describe, expect, it } from 'vitest';
import { checkHeaders, type KnownBlock } from '../../../lib/core/chain/check-headers.ts';
import { idOfHeader, parseHeader } from '../../../lib/core/chain/header.ts';
import { type BlockPlan, type BuiltBlock, buildChain } from '../../support/chain-builder.ts';
import { BLOCKS_890440, type RealBlock } from './real-blocks.ts';
import { flipBit, refusal } from './refusal.ts';

const [FIRST, SECOND] = BLOCKS_890440 as [RealBlock, RealBlock];
const FIRST_OF_EPOCH_474 = 955_584;
const TWO_WEEKS = 1_209_600;

function generated(height: number, count: number, plan: Partial<BlockPlan> = {}): readonly BuiltBlock[] {
  const times = Array.from({ length: count }, (_, index) => 1_780_000_000 + 600 * index);
  return buildChain(
    { height },
    times.map((time) => ({ time, ...plan })),
  );
}

function knowing(...blocks: readonly KnownBlock[]) {
  return (height: number) => blocks.find((block) => block.height === height);
}

describe('the headers of blocks 890440 to 890443', () => {
  it('pass every check; only the parent of the first one is unknown', () => {
    expect(checkHeaders(BLOCKS_890440)).toEqual([
      { link: 'not-checkable', bits: 'passed' },
      { link: 'passed', bits: 'passed' },
      { link: 'passed', bits: 'passed' },
      { link: 'passed', bits: 'passed' },
    ]);
  });

  it('are refused by `hash` with any one of their 640 bits flipped', () => {
    for (const block of BLOCKS_890440) {
      for (let bit = 0; bit < 640; bit += 1) {
        const changed = { ...block, header: flipBit(block.header, bit) };
        expect(refusal(() => checkHeaders([changed]))).toMatchObject({ check: 'hash', height: block.height });
      }
    }
  });

  it('are refused by `hash` with any one bit of their id flipped', () => {
    for (const block of BLOCKS_890440) {
      for (let bit = 0; bit < 256; bit += 1) {
        const changed = { ...block, id: flipBit(block.id, bit) };
        expect(refusal(() => checkHeaders([changed]))).toMatchObject({ check: 'hash', found: block.id });
      }
    }
  });

  it('are refused by `target` with any bit flipped and the id recomputed', () => {
    for (let bit = 0; bit < 640; bit += 1) {
      const header = flipBit(FIRST.header, bit);
      const changed = { ...FIRST, header, id: idOfHeader(header) };
      expect(refusal(() => checkHeaders([changed])).check).toBe('target');
    }
  });

  it('are refused by `bits` at a height of another epoch', () => {
    expect(refusal(() => checkHeaders([{ ...FIRST, height: 889_055 }]))).toMatchObject({
      check: 'bits',
      expected: '0x17028281',
      found: '0x1702796c',
    });
  });
});

describe('check `link`', () => {
  it('refuses a block that does not follow the one below it', () => {
    const [below, above] = [BLOCKS_890440[0], { ...BLOCKS_890440[2], height: 890_441 }] as RealBlock[];
    const error = refusal(() => checkHeaders([below as RealBlock, above as RealBlock]));
    expect(error.message).toBe(
      `block 890441 (${above?.id}) refused by check "link": expected a header that follows ${below?.id}, found ${SECOND.id}`,
    );
  });

  it('passes if the block below is known', () => {
    const below = { ...parseHeader(FIRST.header), id: FIRST.id, height: FIRST.height };
    expect(checkHeaders([SECOND], knowing(below))[0]?.link).toBe('passed');
  });

  it('refuses a block that the known block above does not follow', () => {
    const above = { ...parseHeader(SECOND.header), id: SECOND.id, height: SECOND.height };
    const [other] = generated(2_000_000, 1) as [BuiltBlock];
    const foreign = { ...above, height: other.height + 1 };
    expect(refusal(() => checkHeaders([other], knowing(foreign)))).toMatchObject({
      check: 'link',
      expected: `${FIRST.id}, which the block above follows`,
      found: other.id,
    });
  });
});

describe('check `bits`', () => {
  it('refuses an easy target that contradicts the shipped epochs', () => {
    expect(refusal(() => checkHeaders(generated(890_440, 2)))).toMatchObject({
      check: 'bits',
      height: 890_440,
      expected: '0x1702796c',
      found: '0x207fffff',
    });
  });

  it('is not checkable, rather than passed, beyond the shipped epochs while headers are missing', () => {
    const checks = checkHeaders(generated(FIRST_OF_EPOCH_474, 10));
    expect(checks.map(({ bits }) => bits)).toEqual(Array(10).fill('not-checkable'));
  });

  it('refuses bits that differ from the block below within an epoch', () => {
    const below = generated(977_000, 1);
    const above = buildChain(below, [{ time: 1_780_000_600, bits: 0x207ffffe }]);
    expect(refusal(() => checkHeaders([...below, ...above]))).toMatchObject({
      check: 'bits',
      height: 977_001,
      expected: '0x207fffff as in the block below',
    });
  });

  it('refuses bits that differ from the known block above within an epoch', () => {
    const below = generated(977_000, 1);
    const [above] = buildChain(below, [{ time: 1_780_000_600, bits: 0x207ffffe }]) as [BuiltBlock];
    expect(refusal(() => checkHeaders(below, knowing(above)))).toMatchObject({
      check: 'bits',
      expected: '0x207ffffe as in the block above',
    });
  });

  it('passes for the adjustment computed from the first and last header of the previous epoch', () => {
    expect(checkHeaders([claimFirstOf474()], epochBefore(TWO_WEEKS))[0]?.bits).toBe('passed');
  });

  it('refuses any other result of that adjustment', () => {
    expect(refusal(() => checkHeaders([claimFirstOf474()], epochBefore(TWO_WEEKS + 600)))).toMatchObject({
      check: 'bits',
      expected: '0x170279bc',
      found: '0x1702796c',
    });
  });

  it('is not checkable without the first header of the previous epoch, within a fourfold change', () => {
    const { last } = ends(TWO_WEEKS);
    expect(checkHeaders([claimFirstOf474()], knowing(last))[0]?.bits).toBe('not-checkable');
  });

  it('refuses more than a fourfold change from the known block below, whatever else is missing', () => {
    const { last } = ends(TWO_WEEKS);
    const [easy] = buildChain({ height: FIRST_OF_EPOCH_474, previousId: last.id }, [{ time: 1 }]) as [
      BuiltBlock,
    ];
    expect(refusal(() => checkHeaders([easy], knowing(last)))).toMatchObject({
      check: 'bits',
      expected: 'at most a fourfold change from 0x1702796c',
      found: '0x207fffff',
    });
  });

  it('does not check adjustments on a test network', () => {
    const chain = generated(FIRST_OF_EPOCH_474 + 2016 - 1, 2018);
    expect(checkHeaders(chain).every(({ bits }) => bits === 'not-checkable')).toBe(true);
  });
});

/** The real block 890440, presented as the first one after the shipped epochs. */
function claimFirstOf474(): RealBlock {
  return { ...FIRST, height: FIRST_OF_EPOCH_474 };
}

/** First and last block of a previous epoch that took `timespan` seconds. */
function ends(timespan: number): { readonly first: KnownBlock; readonly last: KnownBlock } {
  const { previousId, bits } = parseHeader(FIRST.header);
  const some = { previousId: '00'.repeat(32), bits };
  return {
    first: { ...some, id: '11'.repeat(32), height: FIRST_OF_EPOCH_474 - 2016, time: 1_000_000_000 },
    last: { ...some, id: previousId, height: FIRST_OF_EPOCH_474 - 1, time: 1_000_000_000 + timespan },
  };
}

function epochBefore(timespan: number) {
  const { first, last } = ends(timespan);
  return knowing(first, last);
}
