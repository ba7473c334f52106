import { beforeEach, describe, expect, it } from 'vitest';
import { channel, FIRST_DAY, type Sending, startSending } from './sending.ts';

const NEWS = channel(1);
const PLAIN = channel(2);

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  sending.discord.changeChannel({ id: NEWS.address, type: 5 });
  await sending.join(NEWS, { announcement: true });
  await sending.join(PLAIN);
  return () => sending.close();
});

const crossposts = () =>
  sending.discord.account().requests['POST /channels/:channel/messages/:message/crosspost'];

describe('crossposting an announcement', () => {
  it('is done once per message, and only in channels that can be followed', async () => {
    await sending.send(FIRST_DAY);
    await sending.send(FIRST_DAY);
    expect(sending.discord.sent).toHaveLength(2);
    expect([sending.discord.account().crossposted, crossposts()]).toEqual([1, 1]);
  });

  it('is retried until it succeeds, without sending the message again', async () => {
    for (let time = 0; time < 7; time++) sending.discord.next({ kind: 'broken' }, 'crosspost');
    await sending.send(FIRST_DAY);
    expect([sending.discord.sent.length, sending.discord.account().crossposted]).toEqual([2, 0]);
    for (const hours of [4, 5, 6, 7, 8, 9, 10]) {
      sending.after(FIRST_DAY, hours);
      await sending.send(FIRST_DAY);
    }
    expect([sending.discord.sent.length, sending.discord.account().crossposted]).toEqual([2, 1]);
    expect(crossposts()).toBe(8);
    expect(sending.takeAside()).toEqual([]);
  });

  it('whose answer was lost is found done by the retry', async () => {
    sending.discord.next({ kind: 'reset' }, 'crosspost');
    await sending.send(FIRST_DAY);
    sending.after(FIRST_DAY, 4);
    await sending.send(FIRST_DAY);
    sending.after(FIRST_DAY, 5);
    await sending.send(FIRST_DAY);
    expect([sending.discord.account().crossposted, crossposts()]).toEqual([1, 2]);
  });

  it('that Discord forbids leaves no dead letter, and the channel still gets messages', async () => {
    const refusal = { status: 403, code: 50013, message: 'Missing Permissions' };
    sending.discord.next({ kind: 'refused', ...refusal }, 'crosspost');
    await sending.send(FIRST_DAY);
    sending.after(FIRST_DAY, 4);
    await sending.send(FIRST_DAY);
    expect([crossposts(), sending.takeAside()]).toEqual([1, []]);
    expect(await sending.standing(NEWS)).toEqual({ kind: 'on' });
  });
});

it('an archived and locked thread holds up no message: it is sent to the parent channel', async () => {
  const thread = channel(3);
  sending.discord.changeChannel({
    id: thread.address,
    type: 11,
    parent: channel(4).address,
    archived: true,
    locked: true,
  });
  await sending.join(thread);
  await sending.send(FIRST_DAY);
  expect(sending.discord.sent.map((sent) => sent.channel)).toContain(channel(4).address);
  expect(await sending.store.chats.loadChat(thread)).toBeUndefined();
  expect(sending.takeAside()).toEqual([]);
});
