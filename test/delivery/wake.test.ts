import { beforeEach, describe, expect, it } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { fanOut } from '../../lib/delivery/wake.ts';
import { FIRST_DAY, person, type Sending, startSending } from './sending.ts';

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

describe('wake', () => {
  it('releases what quiet hours held back, when they end', async () => {
    const { settings } = newChat(person(1), 'private', 0);
    await sending.join(person(1), { settings: { ...settings, quiet: { from: 22, to: 7 } } });
    await sending.send();
    expect(sending.telegram.sent).toHaveLength(0);
    const sentBy = async (hours: number) => {
      sending.after(FIRST_DAY, hours);
      await sending.wake();
      return sending.telegram.sent.length;
    };
    expect(await sentBy(6.9)).toBe(0);
    expect(await sentBy(7)).toBe(1);
    expect(await sentBy(7.2)).toBe(1);
  });

  it('finds what was lost with a queue an hour later', async () => {
    await sending.join(person(1));
    const { deps } = sending.program();
    await fanOut({ ...deps, queue: { ...deps.queue, add: async () => {} } }, ['telegram', 'discord']);
    expect(sending.telegram.sent).toHaveLength(0);
    sending.advance(3601);
    await sending.wake();
    expect(sending.telegram.sent).toHaveLength(1);
  });
});
