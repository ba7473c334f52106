import type { Chat } from '../chats/chat.ts';
import type { Due } from '../chats/due.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { loadConversations } from './load-conversations.ts';
import { nextStep, type Records } from './next-step.ts';
import type { Task } from './task.ts';
import { RECHECK_SECONDS } from './wake.ts';

/** Chats loaded together; also the largest batch. */
const PAGE = 100;

/** Waits up to this long are left to the queue's delay. */
const SOON_SECONDS = 60;

/**
 * Expands a page of a shard's chats: those with something to send become a batch, those that want it later are marked
 * due then. Idempotent; repeated an hour later if anything was sent, to find what got lost.
 */
export async function expandShard(
  deps: DeliveryDeps,
  task: Task & { readonly kind: 'shard' },
): Promise<void> {
  const { chats: store, deliveries, queue, news, own } = deps;
  const { vendor, shard, after, again = false } = task;
  const now = Math.floor(deps.now() / 1000);
  const { next, ...some } = await store.loadShard(vendor, shard, after, PAGE);
  const addresses: string[] = [];
  const due = new Map<number, Due>();
  let pending = 0;
  const markDue = (at: number) => due.set(at, { at, vendor, shard });
  for (const { chat, records } of await loadConversations(deps, vendor, some)) {
    const step = nextStep(chat, news, own(chat), records, now);
    if (step.kind === 'crosspost') addresses.push(chat.address);
    if (step.kind === 'send' || step.kind === 'sum-up') {
      addresses.push(chat.address);
      if (again && wasDue(deps, chat, records, now - RECHECK_SECONDS)) pending += 1;
    }
    // An interrupted attempt is resumed as soon as its claim expires.
    if (step.kind === 'wait' && step.until - now <= SOON_SECONDS) addresses.push(chat.address);
    else if (step.kind === 'wait') markDue(step.until);
  }
  if (pending > 0) deps.onPending?.(pending);
  if (addresses.length > 0) markDue(now + RECHECK_SECONDS);
  await deliveries.saveDue([...due.values()]);
  if (addresses.length > 0) await queue.add({ kind: 'batch', vendor, addresses });
  if (next !== null) await queue.add({ ...task, after: next });
}

/** Whether something was already due at a past time, judging by the chat's current state. */
function wasDue({ news, own }: DeliveryDeps, chat: Chat, records: Records, then: number): boolean {
  // A sender working on it now did not hold it up then.
  const unclaimed = [...records].map(([key, record]) => [key, { ...record, claimedUntil: null }] as const);
  const { kind } = nextStep(chat, news, own(chat), new Map(unclaimed), then);
  return kind === 'send' || kind === 'sum-up';
}
