import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalsMessage } from '../../lib/bot/commands/signals.ts';
import type { VerifiedBlock } from '../../lib/core/ledger/block.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import { countSignals } from '../../lib/core/shares/version-bits.ts';
import { closedDaysOf } from '../../lib/core/shares/window.ts';
import { DAY, heights, verified } from '../contract/stored.ts';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

/** Sixty blocks of Foundry, of which fifteen signal bit 4, and forty of AntPool, all of which have bit 13 set. */
beforeAll(async () => {
  talk = await startConversation();
  const { day } = talk.figures;
  const { count } = closedDaysOf(await talk.store.ledger.loadDays({ from: day, to: day }), day, 1)[0]!;
  const time = Date.parse(`${day}T12:00:00Z`) / 1000;
  await talk.store.ledger.saveBlocks(
    heights(count.firstHeight, count.firstHeight + 99).map((height, index): VerifiedBlock => {
      const isFoundry = index < 60;
      const bits = isFoundry ? (index < 15 ? 1 << 4 : 0) : 1 << 13;
      const pool = (isFoundry ? 'foundryusa' : 'antpool') as VerifiedBlock['pool'];
      return { ...verified(height), time, pool, version: 0x20000000 | bits };
    }),
  );
});
afterAll(() => talk.close());

describe('an answer about a version bit', () => {
  it('counts verified headers by pool, and says how many blocks have none', async () => {
    expect(await talk.ask('/signals 4')).toMatchInlineSnapshot(`
      "Version bit 4 in the 7 days to 21 Apr 2026

      15 of 100 blocks signal it: 15.0% (95% interval 9.0-23.0%).

      Pool         Share    Blocks
      Foundry USA  25.0%  15 of 60
      AntPool       0.0%   0 of 40

      Not counted: 894 blocks without a verified header.

      [Pools > .pools]"
    `);
  });

  it('says that a bit miners roll as a nonce need not be a vote', async () => {
    expect(await talk.ask('/signals bit 13')).toMatchInlineSnapshot(`
      "Version bit 13 in the 7 days to 21 Apr 2026

      40 of 100 blocks signal it: 40.0% (95% interval 30.8-49.8%).

      Pool          Share    Blocks
      Foundry USA    0.0%   0 of 60
      AntPool      100.0%  40 of 40

      Not counted: 894 blocks without a verified header.

      Miners also roll bits 13 to 28 as a nonce (BIP 320): a bit that is set need not be a vote.

      [Pools > .pools]"
    `);
  });

  it('states missing days in its title', async () => {
    const days = await talk.store.ledger.loadDays();
    const gap = days.at(-3)!;
    await talk.store.ledger.saveDays([{ kind: 'missing', day: gap.day }]);
    const text = await talk.ask('/signals 4');
    await talk.store.ledger.saveDays([gap]);
    expect(text).toMatch(/^Version bit 4 in the 7 days to 21 Apr 2026 \(6 of 7 days counted\)\n/);
  });

  it('asks for a bit', async () => {
    expect(await talk.ask('/signals')).toMatchInlineSnapshot(`
      "/signals needs a little more

      How many blocks signal a version bit, by pool.

      For example: /signals 4"
    `);
  });

  it.each(['29', '-1', 'taproot', '4 5'])('refuses the bit %s', async (bit) => {
    expect(await talk.ask(`/signals ${bit}`)).toBe(
      'No such version bit\n\nVersion bits go from 0 to 28.\n\nFor example: /signals 4',
    );
  });

  it('lists as many pools as there is room for, and sums the others', () => {
    const blocks = registry.pools
      .slice(0, 4)
      .flatMap(({ id }, index) =>
        heights(1, 4 - index).map((height) => ({ ...verified(height), pool: id, version: 0x20000010 })),
      );
    const span = { bit: 4, day: DAY, from: DAY, window: 1, missingDays: 0, withoutHeader: 0 };
    const { sections } = signalsMessage({ ...span, ...countSignals(blocks, 4) }, 2);
    expect(sections).toContainEqual(
      expect.objectContaining({
        rows: [
          [registry.pools[0]!.name, '100.0%', '4 of 4'],
          [registry.pools[1]!.name, '100.0%', '3 of 3'],
          ['2 others', '100.0%', '3 of 3'],
        ],
      }),
    );
  });
});
