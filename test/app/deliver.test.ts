import { expect, it } from 'vitest';
import { type DeliverDeps, deliverNewest } from '../../lib/app/deliver.ts';
import type { Destination, SendResult } from '../../lib/channels/channel.ts';
import { addDays, parseDay } from '../../lib/ledger/utc-day.ts';
import type { RenderedMessage } from '../../lib/messages/render.ts';
import type { Delivery, RuleProgress } from '../../lib/warnings/warning-store.ts';

const DAY = parseDay('2026-05-27');
const OLDER = [parseDay('2026-05-22'), parseDay('2026-05-24')];

const progress: RuleProgress = {
  revision: 1,
  through: DAY,
  quietThrough: addDays(DAY, -10),
  states: [],
  ground: { tables: '', rules: '', ledger: '' },
  notes: [],
};

/** A store in memory with a warning withheld on each day, and a chat that keeps what it gets. */
function world(answer: () => SendResult) {
  const deliveries = new Map<string, Delivery>();
  const sent: (Destination & { readonly id: string })[] = [];
  const save = (delivery: Delivery) => deliveries.set(`${delivery.day} ${delivery.messageId}`, delivery);
  for (const day of [...OLDER, DAY]) {
    const messageId = `warning-${day}`;
    save({ day, messageId, channel: 'telegram', status: 'withheld', reason: 'not sent yet', sentId: null });
  }
  const loadMessage = async (id: string): Promise<RenderedMessage> => ({
    id,
    text: id,
    telegram: { html: id },
    discord: { embeds: [] },
  });
  const deps: DeliverDeps = {
    messages: { loadMessage },
    warnings: {
      loadDeliveries: async (day: string) => [...deliveries.values()].filter((one) => one.day === day),
      saveDelivery: async (delivery: Delivery) => void save(delivery),
    },
  };
  const send = async ({ id }: RenderedMessage, to: Destination) => {
    sent.push({ id, ...to });
    return answer();
  };
  const recipient = { chat: '-1', channel: { vendor: 'telegram', send } } as const;
  return {
    sent,
    save,
    statusOf: (day: string, id: string) => deliveries.get(`${day} ${id}`)?.status,
    deliver: () => deliverNewest(deps, recipient, { progress, transitions: [] }),
  };
}

const sentAs = (messageId: string) => () => ({ kind: 'sent', messageId }) as const;

it('older warnings become one note, then come the newest warning and, quietly, the digest', async () => {
  const { sent, deliver } = world(sentAs('7'));
  await deliver();
  expect(sent.map(({ id, silent }) => [id, silent])).toEqual([
    ['catch-up-2026-05-27', false],
    ['warning-2026-05-27', false],
    ['digest-2026-05-27', true],
  ]);
  expect(await deliver()).toEqual([]);
  expect(sent).toHaveLength(3);
});

it('a run that was killed after the note was sent marks the days it left, and does not send the note again', async () => {
  const { sent, save, statusOf, deliver } = world(sentAs('7'));
  await deliver();
  const left = OLDER[1]!;
  save({
    day: left,
    messageId: `warning-${left}`,
    channel: 'telegram',
    status: 'withheld',
    reason: null,
    sentId: null,
  });
  await deliver();
  expect(sent).toHaveLength(3);
  expect(statusOf(left, `warning-${left}`)).toBe('sent');
});

it('older warnings stay withheld when the note about them is not taken', async () => {
  const { statusOf, deliver } = world(() => ({ kind: 'retry', reason: 'no network' }));
  await deliver();
  expect(OLDER.map((day) => statusOf(day, `warning-${day}`))).toEqual(['withheld', 'withheld']);
  expect(statusOf(DAY, 'catch-up-2026-05-27')).toBe('pending');
});

it('a message that perhaps arrived is sent again under the same delivery id, by which Discord tells a repeat', async () => {
  const { sent, statusOf, deliver } = world(() => ({ kind: 'unknown', reason: 'no answer' }));
  await deliver();
  expect(statusOf(DAY, `warning-${DAY}`)).toBe('unknown');
  await deliver();
  const ids = sent.filter(({ id }) => id === `warning-${DAY}`).map(({ deliveryId }) => deliveryId);
  expect(ids).toEqual([ids[0], ids[0]]);
});
