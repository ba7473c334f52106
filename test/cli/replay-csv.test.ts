import { describe, expect, it } from 'vitest';
import { runReplay } from '../support/run-replay.ts';

const DAY_RULE = {
  id: 'day',
  lens: 'pool',
  subject: '*',
  measure: 'share',
  window: 1,
  above: 0.5,
  severity: 'notice',
};

/** A CSV file of generated blocks, ten a day, one pool a day; null for a day without any block. */
function csvOf(pools: readonly (string | null)[]): string {
  const times = pools.flatMap((pool, day) =>
    pool === null
      ? []
      : Array.from({ length: 10 }, (_, k) => ({ pool, time: 1935446400 + day * 86_400 + k * 600 })),
  );
  const lines = times.map(({ pool, time }, index) => `${2_000_000 + index},${time},${pool}`);
  return `height,time,pool\n${lines.join('\n')}\n`;
}

describe('the replay of a block file', () => {
  it('leaves out its first and last day, and treats a day without blocks as missing', async () => {
    const csv = csvOf(['viabtc', 'antpool', 'antpool', null, null, 'viabtc', 'viabtc', 'antpool']);
    const { days, from, to, transitions } = await runReplay([], [DAY_RULE], csv);
    expect([days, from, to]).toEqual([4, '2031-05-03', '2031-05-08']);
    expect(transitions.map(({ day, subject, kind }) => `${day} ${subject} ${kind}`)).toEqual([
      '2031-05-03 antpool fired',
      '2031-05-07 antpool resolved',
      '2031-05-07 viabtc fired',
    ]);
  });
});
