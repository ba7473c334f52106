import { describe, expect, it } from 'vitest';
import {
  shippedBlockSource,
  shippedLedger,
  toRecordedBlock,
} from '../../../lib/core/ledger/shipped-ledger.ts';
import { observeBlocks } from '../../../lib/core/signals/detector.ts';
import { NO_BLOCKS_SEEN } from '../../../lib/core/signals/detector-state.ts';
import { isSevere } from '../../../lib/core/signals/signal.ts';
import { generatedChain, type Phase, type Stamp } from './generated-chain.ts';

const BOUNDS = [1 / 4, 1 / 3, 0.4, 0.5];
const STEADY: Phase = { days: 4, share: 0.3 };
const SUBJECT = 'owner dcg';

/** Signals and verdicts for changes only; runs are tested separately. */
function observed(phases: readonly Phase[], seed = 1, stamp?: Stamp) {
  const chain = generatedChain(phases, seed, stamp);
  const { ledger } = chain;
  const { signals, verdicts } = observeBlocks(NO_BLOCKS_SEEN, chain.blocks, {
    ...{ ledger, knowledge: 'now', bounds: BOUNDS },
  });
  return { ...chain, verdicts, signals: signals.filter(({ kind }) => kind !== 'run') };
}

function signalsOf(phases: readonly Phase[], seed?: number, stamp?: Stamp) {
  return observed(phases, seed, stamp).signals.filter(
    ({ lens, subject }) => `${lens} ${subject}` === SUBJECT,
  );
}

describe('a signal', () => {
  it('is a crossing if the share since the change is surely above a bound', () => {
    const [signal, ...more] = signalsOf([STEADY, { days: 2, share: 0.6 }]);
    expect(signal).toMatchObject({ kind: 'crossing', direction: 'up', bound: 0.5, returns: null });
    expect(signal!.own / signal!.blocks).toBeGreaterThan(0.5);
    expect(signal!.shareBefore).toBeCloseTo(0.3, 1);
    expect(more).toEqual([]);
  });

  it('is a sudden change if no bound is crossed', () => {
    const [signal] = signalsOf([STEADY, { days: 2, share: 0.1 }]);
    expect(signal).toMatchObject({ kind: 'sudden-change', direction: 'down', bound: null });
    expect(signal!.pace).toBeLessThan(0.6);
    expect(isSevere(signal!)).toBe(true);
  });

  it('says when the change began, to within a few hours', () => {
    const { signals, blocks } = observed([STEADY, { days: 2, share: 0.7 }]);
    const [signal] = signals.filter(({ subject }) => subject === 'dcg');
    const began = blocks[0]!.time + (STEADY.days + 2 / 24) * 86_400;
    expect(Math.abs(signal!.since.time - began)).toBeLessThan(4 * 3_600);
  });

  it('reports a return once, and names the change that it undoes', () => {
    const [fall, back, ...more] = signalsOf([STEADY, { days: 3, share: 0.1 }, { days: 6, share: 0.3 }]);
    expect(fall).toMatchObject({ direction: 'down' });
    expect(back).toMatchObject({ direction: 'up', kind: 'sudden-change', returns: fall!.id });
    expect(more).toEqual([]);
  });

  it('is about the network, and no owner, if all hash rate drops at once', () => {
    const { signals } = observed([STEADY, { days: 2, share: 0.3, hashRate: 0.3 }]);
    expect(signals[0]).toMatchObject({
      lens: 'network',
      subject: 'network',
      direction: 'down',
      statistic: 'pace',
    });
    expect(signals.filter(({ statistic }) => statistic === 'share')).toEqual([]);
  });

  it('is absent if nothing changes', () => {
    expect(observed([{ days: 60, share: 0.3 }]).signals).toEqual([]);
  });

  it('accounts for difficulty when comparing paces', () => {
    const { blocks, ledger } = generatedChain([{ days: 8, share: 0.3, hashRate: 0.5 }], 3);
    // Half the blocks at double the difficulty are the same number of hashes.
    const doubled = blocks.map((block) => ({ ...block, bits: 0x17013cb6 }));
    const settings = { ledger, knowledge: 'now', bounds: BOUNDS } as const;
    const pace = (of: typeof blocks) =>
      observeBlocks(NO_BLOCKS_SEEN, of, settings).signals.filter(({ lens }) => lens === 'network');
    expect(pace(blocks)).toHaveLength(1);
    expect(pace(doubled)).toEqual([]);
  });

  it('is based on shares alone if the difficulty is unknown', () => {
    const { blocks, ledger } = generatedChain([STEADY, { days: 3, share: 0.1 }], 1);
    const unknown = blocks.map((block) => ({ ...block, bits: null, evidence: 'labelled' as const }));
    const { signals } = observeBlocks(NO_BLOCKS_SEEN, unknown, { ledger, knowledge: 'now', bounds: BOUNDS });
    expect(signals.map(({ statistic, pace }) => ({ statistic, pace }))).toContainEqual({
      statistic: 'share',
      pace: null,
    });
    expect(signals.filter(({ statistic }) => statistic === 'pace')).toEqual([]);
  });

  it('needs a week of closed days to compare with', () => {
    const { blocks, ledger } = generatedChain([STEADY, { days: 1, share: 0.9 }], 1);
    const { signals } = observeBlocks(NO_BLOCKS_SEEN, blocks, {
      ledger: ledger.slice(-6),
      knowledge: 'now',
      bounds: BOUNDS,
    });
    expect(signals).toEqual([]);
  });
});

describe('header times', () => {
  it.each<[string, Stamp]>([
    ['an hour off both ways', (random) => (random() - 0.5) * 7_200],
    ['two hours ahead, of one pool', (_, pool) => (pool === 'foundryusa' ? 7_200 : 0)],
    ['two hours ahead, of one block in ten', (random) => (random() < 0.1 ? 7_200 : 0)],
  ])('that are %s cause no signal', (_, stamp) => {
    for (const seed of [1, 2, 3]) expect(signalsOf([{ days: 30, share: 0.3 }], seed, stamp)).toEqual([]);
  });

  it('that are inaccurate move a signal by at most eighteen blocks', () => {
    for (const seed of [1, 2, 3, 4]) {
      const phases = [STEADY, { days: 3, share: 0.08 }];
      const [exact] = signalsOf(phases, seed);
      const rough = signalsOf(phases, seed, (_, pool) => (pool === 'antpool' ? 3_600 : -600))[0];
      expect(Math.abs(rough!.height - exact!.height)).toBeLessThan(18);
    }
  });
});

describe('a closing day', () => {
  it('confirms a change that lasts', () => {
    const { signals, verdicts } = observed([STEADY, { days: 4, share: 0.6 }]);
    const [signal] = signals.filter(({ subject }) => subject === 'dcg');
    expect(verdicts.find((verdict) => verdict.signal === signal!.id)).toMatchObject({ outcome: 'confirmed' });
  });

  it('withdraws one that does not', () => {
    // Every block for 2.4 hours, then fewer than before.
    const { signals, verdicts } = observed([
      { days: 4.25, share: 0.3 },
      { days: 0.1, share: 1 },
      { days: 4, share: 0.22 },
    ]);
    const [signal] = signals.filter(({ subject }) => subject === 'dcg');
    expect(signal).toMatchObject({ direction: 'up' });
    expect(verdicts.find((verdict) => verdict.signal === signal!.id)).toMatchObject({ outcome: 'withdrawn' });
  });

  it('confirms or withdraws a signal half a day after it at the earliest', () => {
    const { signals, verdicts } = observed([STEADY, { days: 4, share: 0.6 }]);
    for (const { signal, day } of verdicts) {
      const { time } = signals.find(({ id }) => id === signal)!;
      expect(Date.parse(`${day}T24:00:00Z`) / 1000 - time).toBeGreaterThanOrEqual(12 * 3_600);
    }
    expect(verdicts.length).toBeGreaterThan(0);
  });
});

it('a signal of a subject that is no longer watched is decided at once, since no later day can', () => {
  const { blocks, ledger } = generatedChain([STEADY, { days: 2, share: 0.6 }], 1);
  const [signal] = signalsOf([STEADY, { days: 2, share: 0.6 }]);
  const settings = { knowledge: 'now', bounds: BOUNDS } as const;
  const seen = blocks.filter(({ height }) => height <= signal!.height);
  const before = observeBlocks(NO_BLOCKS_SEEN, seen, { ...settings, ledger });
  expect(before.verdicts).toEqual([]);
  const { verdicts } = observeBlocks(before.state, [], { ...settings, ledger: [] });
  expect(verdicts).toMatchObject([{ signal: signal!.id, day: null, height: signal!.height }]);
});

describe('the recorded blocks', () => {
  const { signals, verdicts } = observeBlocks(
    NO_BLOCKS_SEEN,
    shippedBlockSource().blocks().map(toRecordedBlock),
    { ledger: shippedLedger(), knowledge: 'then', bounds: BOUNDS },
  );

  it("show Foundry's drop in the storm of January 2026 the same morning, and its return", () => {
    const foundry = signals.filter(({ subject }) => subject === 'dcg');
    expect(
      foundry.map(({ direction, time, since, own, blocks, returns }) => ({
        direction,
        at: new Date(time * 1000).toISOString(),
        since: new Date(since.time * 1000).toISOString(),
        own,
        blocks,
        returns,
      })),
    ).toMatchInlineSnapshot(`
      [
        {
          "at": "2026-01-25T12:59:52.000Z",
          "blocks": 86,
          "direction": "down",
          "own": 10,
          "returns": null,
          "since": "2026-01-24T13:55:48.000Z",
        },
        {
          "at": "2026-01-29T06:04:52.000Z",
          "blocks": 130,
          "direction": "up",
          "own": 43,
          "returns": "933729 owner dcg down",
          "since": "2026-01-28T05:57:30.000Z",
        },
      ]
    `);
  });

  it('show little else, and every signal gets a verdict', () => {
    expect(
      signals.map(({ id }) => `${id}: ${verdicts.find(({ signal }) => signal === id)?.outcome}`),
    ).toMatchInlineSnapshot(`
      [
        "933729 owner dcg down: confirmed",
        "933731 network network down: confirmed",
        "934182 owner dcg up: confirmed",
        "935251 network network up: confirmed",
        "940397 owner viabtc down: confirmed",
      ]
    `);
  });
});
