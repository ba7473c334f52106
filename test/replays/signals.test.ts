import { beforeAll, describe, expect, it } from 'vitest';
import recorded from '../../docs/signals.json' with { type: 'json' };
import type { ReplayedSignal } from '../../lib/core/signals/replay-signals.ts';
import { runCli } from '../support/run-cli.ts';
import { BLOCKS_FILE } from '../support/run-replay.ts';

describe.skipIf(BLOCKS_FILE === undefined)('sudden changes in the labelled blocks of 2020 to 2026', () => {
  let document: { readonly signals: readonly ReplayedSignal[] };
  let signals: readonly ReplayedSignal[];

  beforeAll(async () => {
    const blocks = ['--blocks', BLOCKS_FILE!, '--labelled-by', 'mempool.space'];
    document = JSON.parse((await runCli(['replay', ...blocks, '--signals', '--json'])).stdout);
    ({ signals } = document);
  });

  it('are those that the documentation lists, with the source of the labels', () => {
    expect(document).toEqual(recorded);
  });

  it('include the ban of May and June 2021', () => {
    const ban = signals.filter(({ time }) => {
      const day = new Date(time * 1000).toISOString().slice(0, 10);
      return '2021-05-15' <= day && day <= '2021-06-30';
    });
    expect(ban.map(({ lens, subject, direction }) => `${lens} ${subject} ${direction}`)).toEqual([
      'owner huobipool down',
      'network network down',
      'owner bitmain down',
    ]);
  });

  it('each have a verdict', () => {
    expect(signals.filter(({ verdict }) => verdict === null)).toEqual([]);
  });
});
