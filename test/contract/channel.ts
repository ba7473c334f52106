import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, SendResult } from '../../lib/delivery/channel.ts';
import { type Message, paragraph, text } from '../../lib/messages/message.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { greyPicture } from '../support/pictures.ts';

/** A service with one chat, as the contract uses it. */
export type ChannelWorld = {
  readonly channel: Channel;
  readonly chat: string;
  /** A chat that does not exist. */
  readonly nowhere: string;
  readonly fail: (
    how: 'broken' | 'too-many' | 'reset' | 'refused' | 'blocked' | 'no-pictures' | 'barred',
  ) => void;
  /** What reached the chat, oldest first. */
  readonly arrived: () => readonly Arrived[];
  readonly close: () => Promise<void>;
};

export type Arrived = {
  readonly id: string;
  readonly text: string;
  readonly silent: boolean;
  readonly hasPicture: boolean;
  readonly replyTo: string | null;
};

const message = (words: string): Message => ({
  id: 'warning-2025-01-08',
  title: 'Foundry USA: above one third of Bitcoin mining',
  severity: 'warning',
  sections: [paragraph(text(words))],
});
const short = renderMessage(message('371 of 1,032 blocks'));
const long = renderMessage(message('371 of 1,032 blocks. '.repeat(100)));
const picture = greyPicture(600, 400, 'The share of Foundry USA over seven weeks');

/** The contract of every channel, for any service. */
export function channelContract(name: string, start: () => Promise<ChannelWorld>): void {
  describe(`a channel of ${name}`, () => {
    let world: ChannelWorld;
    const send = (
      ...[rendered, to = {}, shown]: [typeof short, object?, typeof picture?]
    ): Promise<SendResult> =>
      world.channel.send(
        rendered,
        { deliveryId: 'warning-2025-01-08', chat: world.chat, ...to },
        shown ?? null,
      );
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.close());

    it("delivers a message, and returns the service's message id", async () => {
      const result = await send(short);
      const [arrived] = world.arrived();
      expect(result).toEqual({ kind: 'sent', messageId: arrived!.id });
      expect(arrived).toMatchObject({ silent: false, hasPicture: false, replyTo: null });
      expect(arrived!.text).toContain('371 of 1,032 blocks');
    });

    it('delivers it silently on request', async () => {
      await send(short, { silent: true });
      expect(world.arrived()).toMatchObject([{ silent: true }]);
    });

    it('sends it as a reply to an earlier one, or alone if that is gone', async () => {
      await send(short, { deliveryId: 'a' });
      const [{ id } = { id: '' }] = world.arrived();
      await send(short, { deliveryId: 'b', replyTo: id });
      expect(await send(short, { deliveryId: 'c', replyTo: id.replace(/.$/, '9') })).toMatchObject({
        kind: 'sent',
      });
      expect(
        world
          .arrived()
          .map(({ replyTo }) => replyTo)
          .slice(0, 2),
      ).toEqual([null, id]);
    });

    it('delivers a picture with it', async () => {
      expect(await send(short, {}, picture)).toMatchObject({ kind: 'sent' });
      expect(world.arrived()).toMatchObject([
        { hasPicture: true, text: expect.stringContaining('371 of 1,032') },
      ]);
    });

    it('delivers a long text in full together with a picture', async () => {
      expect(await send(long, {}, picture)).not.toHaveProperty('note');
      expect(world.arrived().some(({ hasPicture }) => hasPicture)).toBe(true);
      const whole = world.arrived().find(({ text: words }) => words.split('371').length === 101);
      expect(whole).toBeDefined();
    });

    it('delivers the message without the picture if the service refuses that, and says so', async () => {
      world.fail('refused');
      expect(await send(short, {}, picture)).toMatchObject({
        kind: 'sent',
        note: expect.stringMatching(/^without its picture: 400/),
      });
      expect(world.arrived()).toMatchObject([{ hasPicture: false }]);
    });

    it('delivers the message to a chat that allows no pictures, and does not treat the chat as closed', async () => {
      world.fail('no-pictures');
      for (const rendered of [short, long])
        expect(await send(rendered, { deliveryId: rendered.text }, picture)).toMatchObject({
          kind: 'sent',
          note: expect.stringMatching(/^without its picture: 40[03]/),
        });
      expect(world.arrived().map(({ hasPicture }) => hasPicture)).toEqual([false, false]);
    });

    it('delivers the message if the picture is too large for the service', async () => {
      expect(await send(short, {}, { ...picture, png: Buffer.alloc(10_000_001) })).toMatchObject({
        kind: 'sent',
      });
      expect(world.arrived()).toMatchObject([{ hasPicture: false }]);
    });

    it.each([
      ['broken', 'retry'],
      ['too-many', 'wait'],
      ['refused', 'refused'],
      ['blocked', 'gone'],
      ['barred', 'barred'],
    ] as const)('reports a service that is %s by the result %s, and delivers nothing', async (how, kind) => {
      world.fail(how);
      expect(await send(short)).toMatchObject({ kind });
      expect(world.arrived()).toEqual([]);
    });

    it('does not know the outcome if the connection is reset', async () => {
      world.fail('reset');
      expect(await send(short)).toMatchObject({ kind: 'unknown' });
      expect(world.arrived()).toHaveLength(1);
    });

    it('shows a repeat once if it says that the service deduplicates', async () => {
      await send(short);
      await send(short);
      expect(world.arrived()).toHaveLength(world.channel.deduplicates(world.chat) ? 1 : 2);
    });

    it('reports a chat that does not exist as gone', async () => {
      expect(await send(short, { chat: world.nowhere })).toMatchObject({ kind: 'gone' });
    });

    it('finds a message it delivered, if it can search', async () => {
      const { find } = world.channel;
      if (find === undefined) return;
      expect(await find(short, world.chat)).toEqual({ kind: 'absent' });
      const sent = await send(short);
      expect(await find(short, world.chat)).toMatchObject({
        kind: 'found',
        messageId: sent.kind === 'sent' && sent.messageId,
      });
    });
  });
}
