import { beforeEach, describe, expect, it } from 'vitest';
import type { ChatKey } from '../../lib/chats/chat-key.ts';
import { transition } from '../contract/stored.ts';
import { FIRST_DAY, group, newsOf, type Sending, startSending } from './sending.ts';

const GROUP = group(1);
const SUPERGROUP: ChatKey = { vendor: 'telegram', address: '-1000899999999' };

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

function becomeSupergroup() {
  sending.telegram.changeChat({ id: Number(SUPERGROUP.address) });
  sending.telegram.changeChat({ id: Number(GROUP.address), movedTo: Number(SUPERGROUP.address) });
}

describe('a group that became a supergroup', () => {
  it('gets messages under its new id, with its settings, and nothing is left of the old', async () => {
    await sending.join(GROUP, { topic: null, silence: { from: 0, until: 1 } });
    becomeSupergroup();
    await sending.send();
    expect(sending.telegram.sent.map(({ chat }) => String(chat))).toEqual([SUPERGROUP.address]);
    expect(await sending.store.chats.loadChat(GROUP)).toBeUndefined();
    const moved = await sending.store.chats.loadChat(SUPERGROUP);
    expect(moved?.silence).toEqual({ from: 0, until: 1 });
  });

  it('keeps what was sent to it before', async () => {
    await sending.join(GROUP);
    await sending.send();
    becomeSupergroup();
    await sending.send(newsOf(FIRST_DAY, { transitions: [transition(FIRST_DAY, 'dcg')] }));
    expect(sending.telegram.sent.map(({ text }) => text)).toEqual([
      `digest of ${FIRST_DAY}`,
      `warning of ${FIRST_DAY}`,
    ]);
  });

  it('is active again, however often it had refused, and though its new id was paused', async () => {
    await sending.join(GROUP, {
      standing: { kind: 'refusing', days: [FIRST_DAY], reason: '403 Forbidden' },
    });
    await sending.join(SUPERGROUP, { standing: { kind: 'paused', reason: 'the bot was removed', since: 1 } });
    becomeSupergroup();
    await sending.send();
    expect(await sending.standing(GROUP)).toBeUndefined();
    expect(await sending.standing(SUPERGROUP)).toEqual({ kind: 'on' });
    expect(sending.telegram.sent.map(({ chat, text }) => [String(chat), text])).toEqual([
      [SUPERGROUP.address, `digest of ${FIRST_DAY}`],
    ]);
  });
});
