import type { Vendor } from '../chats/chat-key.ts';
import { isUnusual, type Refusal } from '../chats/refusals.ts';
import { dayOf } from '../core/ledger/utc-day.ts';
import { deliverStep } from './deliver-step.ts';
import type { DeliveryDeps, OnAttempt } from './delivery-deps.ts';
import { type Conversation, loadConversations } from './load-conversations.ts';
import { nextStep } from './next-step.ts';
import type { Task } from './task.ts';

/** Requests a sender has in flight: enough for 40 a second if each takes half a second. */
const CONCURRENCY = 20;

/**
 * Sends the chats of a batch everything that is due. Chats that must wait go back to the queue; what was sent is
 * recorded, so a repeat does not resend it.
 */
export async function deliverBatch(
  deps: DeliveryDeps,
  { vendor, addresses }: Task & { readonly kind: 'batch' },
  onAttempt: OnAttempt = () => {},
): Promise<void> {
  const service = deps.services[vendor];
  if (service === undefined) return;
  const found = await loadConversations(deps, vendor, await deps.chats.loadChats(vendor, addresses));
  const waiting = found.map((conversation) => ({ conversation, notBefore: 0 }));
  const accepted = new Set<string>();
  const refusals: Refusal[] = [];
  const later: { readonly address: string; readonly seconds: number }[] = [];
  const { deadline = Number.POSITIVE_INFINITY } = deps;
  let failure: unknown;
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined && failure === undefined; next = waiting.shift()) {
      const pause = Math.min(next.notBefore, deadline) - deps.now();
      if (pause > 0) await deps.sleep(pause);
      const outcome = await deliverStep(deps, service, next.conversation, onAttempt);
      if (outcome.kind === 'continue') {
        const { conversation } = outcome;
        if (outcome.sent) accepted.add(conversation.chat.address);
        const pauseMs = outcome.sent ? service.channel.pace.chatIntervalMs : 0;
        // No need to wait out the pause for a chat with nothing left to send.
        if (hasMore(deps, conversation)) waiting.push({ conversation, notBefore: deps.now() + pauseMs });
      }
      if (outcome.kind !== 'later') {
        if (outcome.refusal !== undefined) refusals.push(outcome.refusal);
        continue;
      }
      const { seconds } = outcome;
      later.push({ address: outcome.address, seconds });
      if (outcome.isGlobal === true)
        for (const { conversation } of waiting.splice(0))
          if (hasMore(deps, conversation)) later.push({ address: conversation.chat.address, seconds });
    }
  };
  await Promise.all(
    Array.from({ length: CONCURRENCY }, () =>
      lane().catch((error: unknown) => {
        failure ??= error;
      }),
    ),
  );
  await countChats(deps, vendor, accepted.size, refusals);
  if (failure !== undefined) throw failure;
  if (later.length === 0) return;
  const seconds = Math.min(...later.map((one) => one.seconds));
  await deps.queue.add({ kind: 'batch', vendor, addresses: later.map(({ address }) => address) }, seconds);
}

function hasMore({ news, own, now }: DeliveryDeps, { chat, records }: Conversation): boolean {
  return nextStep(chat, news, own(chat), records, Math.floor(now() / 1000)).kind !== 'done';
}

/** Chats come and go; if at least this part of a day's chats is paused, something else is wrong. */
const MANY_PAUSED = 0.02;

/**
 * Adds the chats of a batch to the day's tally, and alerts the operator if too many refused or were paused.
 *
 * @param accepted how many chats accepted a message.
 */
async function countChats(
  { deliveries, now, ...deps }: DeliveryDeps,
  vendor: Vendor,
  accepted: number,
  refusals: readonly Refusal[],
): Promise<void> {
  const [refused, paused] = [refusals.filter((one) => one.isFirst), refusals.filter((one) => one.isPaused)];
  const more = { asked: accepted + refused.length, refused: refused.length, paused: paused.length };
  if (more.asked + more.paused === 0) return;
  const all = await deliveries.addTally(vendor, dayOf(Math.floor(now() / 1000)), more);
  if (more.refused > 0 && isUnusual(all)) deps.onRefusedAtLarge?.(vendor, more.refused);
  if (more.paused > 0 && all.paused >= MANY_PAUSED * all.asked) deps.onChatsOff?.(more.paused);
}
