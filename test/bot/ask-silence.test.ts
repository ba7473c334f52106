import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alone, type Conversation, shown, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('silence', () => {
  it('holds for the requested time, and says that what was missed follows', async () => {
    await talk.ask('/start', alone(20));
    const reply = await talk.send({ kind: 'text', text: '/mute 3d' }, { ...alone(20), at: 1_777_000_000 });
    expect(shown(reply)).toMatchInlineSnapshot(`
      "Silence until 27 Apr 2026, 03:06 (UTC)

      Nothing comes before then, not even emergencies. Afterwards you hear what you missed. Questions are still answered.

      [End the silence > .unmute]"
    `);
    const silence = { from: 1_777_000_000, until: 1_777_000_000 + 3 * 86_400 };
    expect(await talk.store.chats.loadChat(alone(20).chat)).toMatchObject({ silence });
  });

  it('ends on request, with what it held back still to be sent', async () => {
    await talk.ask('/start', alone(21));
    await talk.send({ kind: 'text', text: '/mute' }, { ...alone(21), at: 1_777_000_000 });
    const reply = await talk.send({ kind: 'text', text: '/unmute' }, { ...alone(21), at: 1_777_003_600 });
    expect(shown(reply)).toMatchInlineSnapshot(`
      "The silence is over

      Next you hear what you missed."
    `);
    expect(await talk.store.chats.loadChat(alone(21).chat)).toMatchObject({
      silence: { from: 1_777_000_000, until: 1_777_003_600 },
    });
    expect(await talk.ask('/unmute', alone(21))).toMatchInlineSnapshot(`
      "The silence is over

      Next you hear what you missed."
    `);
  });

  it('of an impossible length is asked back', async () => {
    await talk.ask('/start', alone(22));
    expect(await talk.ask('/mute 99y', alone(22))).toMatchInlineSnapshot(`
      "How long? From ten minutes to a year

      For example: /mute 12h, /mute 3d, /mute 2w

      [12h > .mute 12h] [3d > .mute 3d] [2w > .mute 2w]"
    `);
  });
});
