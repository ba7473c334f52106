import type { SendResult } from './channel.ts';
import type { DeliveryDeps, Service } from './delivery-deps.ts';
import { claim, type DeliveryRecord, keptUntil, LONGEST_PAUSE_SECONDS } from './delivery-record.ts';
import { type Crosspost, followersKey } from './followers.ts';
import type { Conversation } from './load-conversations.ts';

/** Publishing is idempotent, so it is retried until it succeeds: after 2, 8, 32 s and so on, then every half hour. */
const LONGEST_WAIT_SECONDS = 1800;

/** Publishes a message to followers and records the outcome. */
export async function crosspost(
  deps: DeliveryDeps,
  { channel, pacer }: Service,
  { chat, records }: Conversation,
  { key: message, sentId }: Crosspost,
): Promise<Conversation | { readonly laterSeconds: number }> {
  const now = () => Math.floor(deps.now() / 1000);
  const { deadline = Number.POSITIVE_INFINITY } = deps;
  if (deps.now() >= deadline) return { laterSeconds: 1 };
  const turn = await pacer.turn(deadline);
  if (turn.kind === 'stop') return { laterSeconds: Math.max(1, turn.until - now()) };
  const key = followersKey(message);
  const before = records.get(key);
  const save = (record: DeliveryRecord) => deps.deliveries.saveRecord(chat, record, keptUntil(key, now()));
  const claimed = await save(claim(key, records.get(message)!.messageId, before, now(), true));
  // Another sender is working on it.
  if (claimed === undefined) return { laterSeconds: 1 };
  const done: SendResult = { kind: 'sent', messageId: sentId };
  const result = (await channel.crosspost?.(chat.address, sentId, chat.announcement)) ?? done;
  const end = async (change: Partial<DeliveryRecord>) => {
    const after = await save({ ...claimed, claimedUntil: null, reason: null, ...change });
    return { chat, records: after === undefined ? records : new Map(records).set(key, after) };
  };
  if (result.kind === 'sent') return end({ status: 'sent', sentId, reason: result.note ?? null });
  let pause = Math.min(2 * 4 ** Math.min(claimed.attempts - 1, 9), LONGEST_WAIT_SECONDS);
  if (result.kind === 'wait') {
    const { seconds, isGlobal } = result;
    await pacer.rateLimited({ chat: chat.address, slot: turn.slot, seconds }, isGlobal);
    pause = Math.max(pause, Math.min(Math.ceil(seconds), LONGEST_PAUSE_SECONDS));
    return end({ reason: `asked to wait ${seconds} s`, notBefore: now() + pause });
  }
  if (result.kind === 'retry' || result.kind === 'unknown' || result.kind === 'barred')
    return end({ reason: result.reason, notBefore: now() + pause });
  // A channel that refuses publishing may still accept messages.
  await pacer.refused();
  return end({ status: 'gave-up', reason: result.kind === 'moved' ? 'the chat has moved' : result.reason });
}
