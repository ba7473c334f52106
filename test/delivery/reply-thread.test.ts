import { expect, it } from 'vitest';
import { addDays } from '../../lib/core/ledger/utc-day.ts';
import { transition } from '../contract/stored.ts';
import { channel, FIRST_DAY, newsOf, startSending } from './sending.ts';

it('a warning, its end and its retraction form one reply thread', async () => {
  const sending = await startSending();
  await sending.join(channel(1));
  const rise = transition(FIRST_DAY, 'dcg');
  await sending.send(newsOf(FIRST_DAY, { transitions: [rise] }));
  const next = addDays(FIRST_DAY, 1);
  const end = { ...rise, id: 'end', kind: 'resolved', day: next } as const;
  sending.after(next);
  await sending.send(newsOf(next, { from: FIRST_DAY, transitions: [rise, end], retracted: [rise] }));
  const [warning] = sending.discord.sent;
  const sent = sending.discord.sent.map(({ payload }) => {
    const { embeds, message_reference: reference } = payload as {
      embeds: { title: string }[];
      message_reference?: object;
    };
    return [embeds[0]!.title, reference];
  });
  const follows = { message_id: warning!.id, fail_if_not_exists: false };
  expect(sent).toEqual([
    [`warning of ${FIRST_DAY}`, undefined],
    [`digest of ${FIRST_DAY}`, undefined],
    [`retraction of ${FIRST_DAY}`, follows],
    [`warning of ${next}`, follows],
    [`digest of ${next}`, undefined],
  ]);
  await sending.close();
});
