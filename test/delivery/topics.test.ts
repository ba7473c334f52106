import { beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/core/ledger/utc-day.ts';
import { FIRST_DAY, group, type Sending, startSending } from './sending.ts';

const NEXT_DAY = addDays(FIRST_DAY, 1);
const FORUM = group(1);
const id = Number(FORUM.address);

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

describe('a topic that its chat no longer has', () => {
  it.each([
    ['closed', { topics: [12], closedTopics: [12] }],
    ['deleted', { topics: [12], deletedTopics: [12] }],
    ['missing', { topics: [] }],
  ])(
    'because it is %s is forgotten: the group still gets messages, and is told why once',
    async (_, forum) => {
      sending.telegram.changeChat({ id, ...forum });
      await sending.join(FORUM, { topic: 12 });
      await sending.send(FIRST_DAY);
      expect(await sending.store.chats.loadChat(FORUM)).toMatchObject({
        topic: null,
        standing: { kind: 'on' },
      });
      sending.after(NEXT_DAY);
      await sending.send(NEXT_DAY);
      expect(sending.telegram.sent.map(({ text }) => text)).toEqual([
        'digest of 2026-05-27\n\nThe topic for these messages is closed or gone. From now on they come here.',
        'digest of 2026-05-28',
      ]);
      expect(sending.takeAside()).toEqual([]);
    },
  );
});
