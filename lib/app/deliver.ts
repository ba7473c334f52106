import type { Channel, SendResult } from '../channels/channel.ts';
import { addDays, daysFrom, type UtcDay } from '../ledger/utc-day.ts';
import { catchUpMessage } from '../messages/catch-up.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { type RenderedMessage, renderMessage } from '../messages/render.ts';
import type { Delivery, DeliveryStatus, WarningStore } from '../warnings/warning-store.ts';
import type { RuleCheck } from './check-rules.ts';
import { isWarning } from './report.ts';

/** Warnings older than this are no news even in a catch-up note. */
const CATCH_UP_DAYS = 30;

export type Recipient = { readonly channel: Channel; readonly chat: string };

type DeliveryStore = Pick<WarningStore, 'loadDeliveries' | 'saveDelivery'>;

export type DeliverDeps = {
  readonly messages: Pick<MessageStore, 'loadMessage'>;
  readonly warnings: DeliveryStore;
};

/** What became of one message for one recipient. */
export type Delivered = { readonly messageId: string; readonly channel: string; readonly result: SendResult };

/**
 * Sends to one recipient what waits for it: one note on the warnings of older days that were never sent,
 * then the warning and the digest of the newest closed day. Days that are history stay unsent. A repeat
 * sends only what was not sent before.
 */
export async function deliverNewest(
  deps: DeliverDeps,
  recipient: Recipient,
  check: Pick<RuleCheck, 'progress' | 'transitions'>,
): Promise<readonly Delivered[]> {
  const { through: day, quietThrough } = check.progress;
  const { vendor } = recipient.channel;
  const waiting = await waitingDays(deps.warnings, vendor, quietThrough, day);
  const delivered: Delivered[] = [];
  if (waiting.length > 0) {
    const missed = check.transitions.filter(
      (transition) => waiting.includes(transition.day) && isWarning(transition),
    );
    const note = renderMessage(catchUpMessage(day, missed));
    delivered.push(...(await deliverOnce(deps, recipient, note, day)));
    // Also where an earlier run sent the note and was interrupted before all its days were marked.
    if (await isSent(deps.warnings, day, note.id, vendor)) {
      for (const on of waiting)
        await record(deps, on, `warning-${on}`, vendor, 'sent', `summed up in ${note.id}`);
    }
  }
  for (const id of [`warning-${day}`, `digest-${day}`]) {
    const message =
      day > quietThrough || id.startsWith('digest') ? await deps.messages.loadMessage(id) : undefined;
    if (message !== undefined) delivered.push(...(await deliverOnce(deps, recipient, message, day)));
  }
  return delivered;
}

/** Days before `day` whose warning is recorded for a channel and was never sent. */
async function waitingDays(
  store: DeliveryStore,
  vendor: string,
  quietThrough: UtcDay,
  day: UtcDay,
): Promise<readonly UtcDay[]> {
  const oldest = addDays(day, -CATCH_UP_DAYS);
  const from = addDays(quietThrough > oldest ? quietThrough : oldest, 1);
  const waiting: UtcDay[] = [];
  for (const on of daysFrom(from, addDays(day, -1))) {
    const deliveries = await store.loadDeliveries(on);
    const isWaiting = ({ messageId, channel, status }: Delivery) =>
      messageId === `warning-${on}` && channel === vendor && status !== 'sent' && status !== 'gone';
    if (deliveries.some(isWaiting)) waiting.push(on);
  }
  return waiting;
}

async function deliverOnce(
  deps: DeliverDeps,
  { channel, chat }: Recipient,
  message: RenderedMessage,
  day: UtcDay,
): Promise<readonly Delivered[]> {
  const { vendor } = channel;
  if (await isSent(deps.warnings, day, message.id, vendor)) return [];
  await record(deps, day, message.id, vendor, 'pending', 'sending');
  const isQuiet = message.id.startsWith('digest');
  const result = await channel.send(message, {
    deliveryId: `${message.id} ${vendor} ${chat}`,
    chat,
    silent: isQuiet,
  });
  const { status, reason } = outcome(result);
  await record(
    deps,
    day,
    message.id,
    vendor,
    status,
    reason,
    result.kind === 'sent' ? result.messageId : null,
  );
  return [{ messageId: message.id, channel: vendor, result }];
}

async function isSent(store: DeliveryStore, day: UtcDay, id: string, vendor: string): Promise<boolean> {
  const deliveries = await store.loadDeliveries(day);
  return deliveries.some(
    ({ messageId, channel, status }) => messageId === id && channel === vendor && status === 'sent',
  );
}

async function record(
  { warnings }: DeliverDeps,
  day: UtcDay,
  messageId: string,
  channel: string,
  status: DeliveryStatus,
  reason: string | null,
  sentId: string | null = null,
): Promise<void> {
  await warnings.saveDelivery({ day, messageId, channel, status, reason, sentId }, { replace: true });
}

function outcome(result: SendResult): { readonly status: DeliveryStatus; readonly reason: string | null } {
  switch (result.kind) {
    case 'sent':
      return { status: 'sent', reason: null };
    case 'unknown':
      return { status: 'unknown', reason: result.reason };
    case 'gone':
      return { status: 'gone', reason: result.reason };
    case 'refused':
      return { status: 'gave-up', reason: result.reason };
    case 'moved':
      return { status: 'pending', reason: `the chat is now ${result.chat}` };
    case 'wait':
      return { status: 'pending', reason: `asked to wait ${result.seconds} s` };
    case 'retry':
      return { status: 'pending', reason: result.reason };
  }
}
