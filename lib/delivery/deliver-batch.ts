import type { Refusal } from '../chats/refusals.ts';
import { countChats } from './count-chats.ts';
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
        waiting.push({ conversation, notBefore: deps.now() + pauseMs });
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
