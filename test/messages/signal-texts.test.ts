import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../lib/messages/render.ts';
import { signalLine, signalMessage } from '../../lib/messages/signal.ts';
import { signalRecord } from '../contract/stored.ts';

const fall = signalRecord();
const CROSSING = { kind: 'crossing', direction: 'up', own: 62, blocks: 90, pace: 2.1, bound: 0.5 } as const;

function textOf(
  change: Partial<typeof fall.signal>,
  severity = fall.severity,
  others: Parameters<typeof signalMessage>[2] = [],
): string {
  const told = { ...fall, severity, signal: { ...fall.signal, ...change } };
  return renderMessage(signalMessage('signal', told, others, null)).text;
}

describe('an early sign, as a chat gets it', () => {
  it("reports a fall in an owner's hash rate: Foundry in the storm of January 2026", () => {
    expect(textOf({})).toMatchInlineSnapshot(`
      "🟠 Warning: Early sign: Foundry USA (DCG): hash rate down by about 75% since 24 Jan, 13:55 UTC

      Foundry USA (DCG) mined 10 of 80 blocks since 24 Jan, 13:55 UTC: 12.5%, after 28.5% before. By the pace of these blocks it has about 25% of its former hash rate.

      How sure: detected at block 933,723, before its day has closed; the day's digest confirms or withdraws it. Header times are rough, so it may have begun some hours earlier or later. A pool whose blocks are no longer recognised looks the same.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('reports an owner above a level', () => {
    expect(textOf(CROSSING, 'emergency')).toMatchInlineSnapshot(`
      "🚨 Emergency: Early sign: Foundry USA (DCG): above half of Bitcoin mining since 24 Jan, 13:55 UTC, more than 99% sure

      Foundry USA (DCG) mined 62 of 90 blocks since 24 Jan, 13:55 UTC: 68.9%, after 28.5% before. By the pace of these blocks it has about 210% of its former hash rate.

      Why it matters: Nothing says that anybody means harm. But whoever controls this much could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      How sure: detected at block 933,723, before its day has closed; the day's digest confirms or withdraws it. Header times are rough, so it may have begun some hours earlier or later.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('lists other signals of the same event', () => {
    const others = ['antpool', 'f2pool'].map((subject) => ({
      ...fall,
      signal: { ...fall.signal, subject, own: 0, pace: 0 },
    }));
    expect(textOf(CROSSING, 'emergency', others).split('\n').slice(6, 10)).toEqual([
      'At the same time',
      '• AntPool: no block since 24 Jan, 13:55 UTC',
      '• F2Pool: no block since 24 Jan, 13:55 UTC',
      '',
    ]);
  });

  it('reports a rare run, with how often chance produces one', () => {
    const run = { kind: 'run', direction: 'up', own: 10, blocks: 10, pace: null, aYear: 0.24 } as const;
    expect(textOf(run, 'notice')).toMatchInlineSnapshot(`
      "🟡 Notice: Rare run: Foundry USA (DCG): 10 blocks in a row (by chance about once in 4 years, all owners together)

      Foundry USA (DCG) mined blocks 933,714 to 933,723, all 10: at 28.5% of the hash rate, by chance about once in 8 years. A run is no attack by itself. But confirmations that all come from one owner protect a payment from everybody but that owner.

      How sure: detected at block 933,723; it stands unless a reorganisation replaces blocks. A growing share makes long runs more likely, and every day brings another chance of one.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('reports the return of hash rate', () => {
    const returned = { direction: 'up', own: 64, blocks: 205, pace: 0.9, returns: fall.signal.id } as const;
    expect(textOf(returned, 'notice').split('\n')[0]).toMatchInlineSnapshot(
      `"Early sign: Foundry USA (DCG): hash rate back to about 90% of what it was, since 24 Jan, 13:55 UTC"`,
    );
  });

  it('reports the network, which has no share', () => {
    const network = {
      lens: 'network',
      subject: 'network',
      own: 133,
      blocks: 133,
      shareBefore: 1,
      pace: 0.64,
    } as const;
    expect(textOf(network).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
      [
        "🟠 Warning: Early sign: Bitcoin mining: hash rate down by about 35% since 24 Jan, 13:55 UTC",
        "",
        "133 blocks were found since 24 Jan, 13:55 UTC. By the pace of these blocks the network has about 65% of its former hash rate.",
      ]
    `);
  });

  it('says plainly that a pool has stopped finding blocks', () => {
    expect(textOf({ own: 0, pace: 0 }).split('\n').slice(0, 3)).toEqual([
      '🟠 Warning: Early sign: Foundry USA (DCG): no block since 24 Jan, 13:55 UTC',
      '',
      'Foundry USA (DCG) mined 0 of 80 blocks since 24 Jan, 13:55 UTC: 0.0%, after 28.5% before.',
    ]);
  });

  it('speaks of blocks if the difficulty is not known', () => {
    expect(textOf({ pace: null }).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
      [
        "🟠 Warning: Early sign: Foundry USA (DCG): share of blocks down from 28.5% to 12.5% since 24 Jan, 13:55 UTC",
        "",
        "Foundry USA (DCG) mined 10 of 80 blocks since 24 Jan, 13:55 UTC: 12.5%, after 28.5% before.",
      ]
    `);
  });
});

describe('an early sign in the digest', () => {
  const verdict = {
    signal: fall.signal.id,
    day: fall.signal.id as never,
    height: 933_800,
    own: 15,
    blocks: 140,
  };

  it.each([
    [fall, 'not yet confirmed'],
    [{ ...fall, verdict: { ...verdict, outcome: 'confirmed' as const } }, 'confirmed by the day'],
    [
      { ...fall, verdict: { ...verdict, outcome: 'withdrawn' as const } },
      'withdrawn: the day does not bear it out',
    ],
    [{ ...fall, isTakenBack: true }, 'retracted, since its blocks left the chain'],
  ])('says what became of it', (told, became) => {
    expect(signalLine(told)).toBe(
      `Foundry USA (DCG): hash rate down by about 75% since 24 Jan, 13:55 UTC (detected 25 Jan, 09:51 UTC): ${became}`,
    );
  });
});
