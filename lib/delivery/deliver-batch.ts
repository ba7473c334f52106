import type { Vendor } from '../chats/chat-key.ts';
import { isUnusual, type Refusal } from '../chats/refusals.ts';
import { dayOf } from '../core/ledger/utc-day.ts';
import { deliverStep } from './deliver-step.ts';
import type { DeliveryDeps, OnAttempt } from './delivery-deps.ts';
import { type Conversation, loadConversations } from './load-conversations.ts';
import { nextStep } from './next-step.ts';
import type { Task } from './task.ts';

/** Requests of a sender in flight at a time: 40 a second, each answered in half a second. */
const AT_A_TIME = 20;

/**
 * Sends the chats of a batch everything that is due. What has to wait goes back to the queue; what was sent is
 * recorded, so that a repeat does not send it again.
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
  const took = new Set<string>();
  const refusals: Refusal[] = [];
  const later: { readonly address: string; readonly seconds: number }[] = [];
  const { deadline = Number.POSITIVE_INFINITY } = deps;
  let failure: unknown;
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined && failure === undefined; next = waiting.shift()) {
      const pause = Math.min(next.notBefore, deadline) - deps.now();
      if (pause > 0) await deps.sleep(pause);
      const outcome = await deliverStep(deps, service, next.conversation, onAttempt);
      if (outcome.kind === 'go-on') {
        const { conversation } = outcome;
        if (outcome.sent) took.add(conversation.chat.address);
        const pauseMs = outcome.sent ? service.channel.pace.apartMs : 0;
        // Whoever has been told everything is not waited for.
        if (isToBeTold(deps, conversation)) waiting.push({ conversation, notBefore: deps.now() + pauseMs });
      }
      if (outcome.kind !== 'later') {
        if (outcome.refusal !== undefined) refusals.push(outcome.refusal);
        continue;
      }
      const { seconds } = outcome;
      later.push({ address: outcome.address, seconds });
      if (outcome.everybody === true)
        for (const { conversation } of waiting.splice(0))
          if (isToBeTold(deps, conversation)) later.push({ address: conversation.chat.address, seconds });
    }
  };
  await Promise.all(
    Array.from({ length: AT_A_TIME }, () =>
      lane().catch((error: unknown) => {
        failure ??= error;
      }),
    ),
  );
  await countChats(deps, vendor, took.size, refusals);
  if (failure !== undefined) throw failure;
  if (later.length === 0) return;
  const seconds = Math.min(...later.map((one) => one.seconds));
  await deps.queue.add({ kind: 'batch', vendor, addresses: later.map(({ address }) => address) }, seconds);
}

function isToBeTold({ news, own, now }: DeliveryDeps, { chat, records }: Conversation): boolean {
  return nextStep(chat, news, own(chat), records, Math.floor(now() / 1000)).kind !== 'done';
}

/** Chats come and go; when at least this part of those asked on a day is paused, something else is wrong. */
const MANY = 0.02;

/**
 * Adds what the chats of a batch did to the day's counts, and tells the operator when too many refuse or were paused.
 * @param took how many chats accepted a message.
 */
async function countChats(
  { deliveries, now, ...deps }: DeliveryDeps,
  vendor: Vendor,
  took: number,
  refusals: readonly Refusal[],
): Promise<void> {
  const [refused, paused] = [refusals.filter((one) => one.isFirst), refusals.filter((one) => one.isPaused)];
  const more = { asked: took + refused.length, refused: refused.length, paused: paused.length };
  if (more.asked + more.paused === 0) return;
  const all = await deliveries.addTally(vendor, dayOf(Math.floor(now() / 1000)), more);
  if (more.refused > 0 && isUnusual(all)) deps.onRefusedAtLarge?.(vendor, more.refused);
  if (more.paused > 0 && all.paused >= MANY * all.asked) deps.onChatsOff?.(more.paused);
}
