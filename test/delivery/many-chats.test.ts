import { beforeEach, describe, expect, it } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { shardOf } from '../../lib/chats/chat-key.ts';
import { createPacer } from '../../lib/delivery/pacer.ts';
import { greyPicture } from '../support/pictures.ts';
import { batch, channel, FIRST_DAY, group, person, type Sending, several, startSending } from './sending.ts';

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

const receivers = () => sending.telegram.sent.map(({ chat }) => String(chat));

describe('many chats', () => {
  it('that are not reached by the end of a run go back to the queue in time', async () => {
    const people = several(30, person);
    for (const one of people) await sending.join(one);
    // Only waiting takes time, however slow the machine is.
    const start = sending.now();
    let time = start;
    const clock = {
      now: () => time,
      sleep: async (ms: number) => {
        time += ms;
      },
    };
    const limits = { start: 20, least: 20, most: 20 };
    const pacer = createPacer('telegram', { store: sending.store.paces, limits, ...clock });
    const { channel: telegram } = sending.program().deps.services.telegram!;
    const deadline = start + 1000;
    const added = await sending.work(batch(people), {
      ...clock,
      deadline,
      services: { telegram: { channel: telegram, pacer } },
    });
    expect(time).toBeLessThanOrEqual(deadline);
    // One every 50 ms, from the first moment to the last.
    expect(receivers()).toHaveLength(21);
    const left = people.map(({ address }) => address).filter((address) => !receivers().includes(address));
    expect(added).toEqual([
      [{ ...batch(people), addresses: expect.toSatisfy(isPermutationOf(left)) }, expect.any(Number)],
    ]);
    expect(added[0]![1]).toBeLessThanOrEqual(2);
  });

  it('of which one needs a further request after its time is up: it goes back to the queue', async () => {
    const [one] = several(1, group);
    sending.telegram.changeChat({
      id: Number(one!.address),
      topics: [12],
      closedTopics: [12],
      refuses: 'no-photos',
    });
    await sending.join(one!, { topic: 12 });
    const requests = () =>
      Object.values(sending.telegram.account().requests).reduce((sum, count) => sum + count, 0);
    const start = sending.now();
    const added = await sending.work(batch([one!]), {
      draw: async () => greyPicture(60, 40, 'Shares of pools'),
      // Each answer takes eight seconds: two use up 16 of the 20.
      now: () => start + 8000 * requests(),
    });
    expect(requests()).toBe(2);
    expect(added).toEqual([[batch([one!]), 2]]);
    expect(await sending.rows()).toMatchObject([
      { status: 'pending', reason: 'no time is left for a further request', attempts: 1 },
    ]);
    sending.advance(60);
    await sending.send();
    expect(await sending.rows()).toMatchObject([{ status: 'sent', attempts: 2 }]);
    expect(sending.telegram.sent).toHaveLength(1);
  });

  it('are each sent the news once, however often it is queued', async () => {
    const people = several(80, person);
    for (const one of [...people, channel(1)]) await sending.join(one);
    await sending.send();
    await sending.send();
    expect(receivers().sort()).toEqual(people.map(({ address }) => address).sort());
    expect(sending.discord.sent).toHaveLength(1);
    expect((await sending.rows()).map(({ status }) => status)).toEqual(Array(81).fill('sent'));
  });

  describe('still get their messages when one of them', () => {
    const [damaged, ...others] = several(900, person);
    /** In the same shard, so that both are read together. */
    const beside = others.find((other) => shardOf(other) === shardOf(damaged!))!;

    it('is damaged, which the operator is told', async () => {
      await sending.join(beside);
      await sending.store.chats.saveChat({ ...newChat(damaged!, 'group', 0), settings: null as never });
      await sending.send();
      expect(receivers()).toEqual([beside.address]);
      expect(sending.takeAside()).toMatchObject([
        { address: damaged!.address, reason: expect.stringContaining('settings') },
      ]);
    });

    it('has a damaged record, which the operator is told', async () => {
      for (const one of [damaged!, beside]) await sending.join(one);
      await sending.damageRecord(damaged!, `digest-${FIRST_DAY}`);
      await sending.send();
      expect(receivers()).toEqual([beside.address]);
      expect(sending.takeAside()).toMatchObject([
        { address: damaged!.address, reason: expect.stringContaining('status') },
      ]);
    });
  });
});

function isPermutationOf(expected: readonly string[]) {
  return (found: readonly string[]) => found.toSorted().join() === expected.toSorted().join();
}
