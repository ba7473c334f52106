import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMessage } from '../../lib/messages/render.ts';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('the answer to /today', () => {
  it('is the one-screen digest with buttons', async () => {
    expect(await talk.ask('/today')).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks, more than any other owner.

      The last 7 days
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      15 others          31.5%
      unknown             0.1%

      Counted from 994 blocks · recorded, labelled by mempool.space

      [More > .today full 2026-04-21] [How we know > .method]
      [Pools > .pools] [Owners > .owners] [Countries > .countries]
      [Warnings > .warnings]"
    `);
  });

  it('replaces the short digest with the full one on "More"', async () => {
    const reply = await talk.send({ kind: 'press', payload: '.today full 2026-04-21' });
    expect(reply.message).toEqual(talk.figures.digest);
    expect(reply).toMatchObject({ isEdit: true, picture: null });
    expect(reply.buttons.flat().map(({ label }) => label)).toEqual([
      'Less',
      'How we know',
      'Pools',
      'Owners',
      'Countries',
    ]);
    expect((await talk.send({ kind: 'text', text: '/today full' })).message).toEqual(talk.figures.digest);
  });

  it('is the full digest of the same day on "More" under an older digest', async () => {
    const { digest } = talk.figures;
    const source = { ...digest, id: 'digest-2026-04-19', title: 'Bitcoin mining on 19 Apr 2026 (recorded)' };
    await talk.store.messages.saveMessage({ ...renderMessage(source), source });
    const reply = await talk.send({ kind: 'press', payload: '.today full 2026-04-19' });
    expect(reply.message).toEqual(source);
    expect(reply.buttons[0]).toMatchObject([{ label: 'Newest day', payload: '.today' }, {}]);
  });

  it('is the newest digest if the older one is no longer kept, and says so', async () => {
    const { message } = await talk.send({ kind: 'press', payload: '.today full 2020-01-05' });
    expect(message.sections[0]).toMatchObject({
      inlines: [{ text: 'No digest is kept for 5 Jan 2020; this is the newest.' }],
    });
    expect(message.sections.slice(1)).toEqual(talk.figures.digest.sections);
  });

  it('begins with its age if the newest day is unexpectedly old', async () => {
    const at = Date.parse('2026-05-21T09:00:00Z') / 1000;
    const { message } = await talk.send({ kind: 'text', text: '/today' }, { at });
    expect(message.sections[0]).toMatchObject({
      inlines: [{ text: 'The newest day counted here was 30 days ago.' }],
    });
  });
});
