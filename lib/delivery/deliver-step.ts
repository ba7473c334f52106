import { changeChat, clearTopic, moveChat } from '../chats/change-chat.ts';
import { type Chat, switchOn } from '../chats/chat.ts';
import { type Refusal, recordRefusal } from '../chats/refusals.ts';
import { assertNever } from '../errors.ts';
import type { RenderedMessage } from '../messages/rendered.ts';
import { SEND_SECONDS, type SendResult } from './channel.ts';
import { crosspost } from './crosspost.ts';
import type { DeliveryDeps, OnAttempt, Service } from './delivery-deps.ts';
import {
  claim,
  type DeliveryRecord,
  failuresOf,
  keptUntil,
  LONGEST_PAUSE_SECONDS,
  MAX_ATTEMPTS,
} from './delivery-record.ts';
import type { Conversation } from './load-conversations.ts';
import { nextStep, type Step } from './next-step.ts';

type Refused = { readonly refusal?: Refusal | undefined };

export type StepOutcome =
  | ({ readonly kind: 'continue'; readonly conversation: Conversation; readonly sent: boolean } & Refused)
  /** `isGlobal`: no chat of the service may be tried earlier. */
  | {
      readonly kind: 'later';
      readonly address: string;
      readonly seconds: number;
      readonly isGlobal?: boolean;
    }
  | ({ readonly kind: 'done' } & Refused);

/** Pause before retrying a service that accepts nothing from us. */
const BARRED_SECONDS = 300;

/** Pause before retrying a chat that refuses us: some outages end on the same day. */
const REFUSED_SECONDS = 3 * 3600;

/**
 * Does the next step for a chat. An attempt is recorded before it is made, so that two senders do not both make it and
 * an interruption is noticed; its outcome is recorded afterwards.
 */
export async function deliverStep(
  deps: DeliveryDeps,
  service: Service,
  conversation: Conversation,
  onAttempt: OnAttempt,
): Promise<StepOutcome> {
  const { chat, records } = conversation;
  const now = seconds(deps);
  const step = nextStep(chat, deps.news, deps.own(chat), records, now);
  switch (step.kind) {
    case 'done':
      return { kind: 'done' };
    case 'wait':
      return { kind: 'later', address: chat.address, seconds: step.until - now };
    case 'sum-up':
      return sumUp(deps, conversation, step);
    case 'crosspost': {
      const done = await crosspost(deps, service, conversation, step.message);
      return 'laterSeconds' in done
        ? { kind: 'later', address: chat.address, seconds: done.laterSeconds }
        : { kind: 'continue', conversation: done, sent: false };
    }
    case 'send':
      return send(deps, service, conversation, step, onAttempt);
    default:
      return assertNever(step);
  }
}

async function send(
  deps: DeliveryDeps,
  { channel, pacer }: Service,
  conversation: Conversation,
  { key, content, replyTo }: Step & { readonly kind: 'send' },
  onAttempt: OnAttempt,
): Promise<StepOutcome> {
  const { chat, records } = conversation;
  const { deadline = Number.POSITIVE_INFINITY } = deps;
  if (deps.now() >= deadline) return { kind: 'later', address: chat.address, seconds: 1 };
  const message = await deps.compose(content);
  // Better no picture than no message.
  const picture = (await deps.draw?.(content).catch(() => null)) ?? null;
  const turn = await pacer.turn(deadline);
  if (turn.kind === 'stop')
    return {
      ...{ kind: 'later', address: chat.address, isGlobal: true },
      seconds: Math.max(1, turn.until - seconds(deps)),
    };
  const attempt = claim(key, message.id, records.get(key), seconds(deps), channel.deduplicates(chat.address));
  const claimed = await deps.deliveries.saveRecord(chat, attempt, keptUntil(key, seconds(deps)));
  // Another sender is working on it.
  if (claimed === undefined) return { kind: 'later', address: chat.address, seconds: 1 };
  const { vendor, address, topic } = chat;
  const deliveryId = `${key} ${vendor} ${address}`;
  const to = { deliveryId, chat: address, topic, silent: content.kind === 'digest', replyTo };
  const end = deps.now() + 1000 * SEND_SECONDS;
  const result = await channel.send(message, to, picture, () => end - deps.now());
  onAttempt(chat, message.id, result);
  const record = async (change: Partial<DeliveryRecord>) => {
    const changed = { ...claimed, claimedUntil: null, reason: null, ...change };
    const after = await deps.deliveries.saveRecord(chat, changed, keptUntil(key, seconds(deps)));
    // A claim is taken over only if its holder was too slow; then the other sender's record wins.
    return { chat, records: after === undefined ? records : new Map(records).set(key, after) };
  };
  const possibleDuplicatesBefore = records.get(key)?.possibleDuplicates ?? 0;
  const { slot } = turn;
  return settle(deps, pacer, { chat, message, claimed, possibleDuplicatesBefore, slot, result, record });
}

type Attempt = {
  readonly chat: Chat;
  readonly message: RenderedMessage;
  readonly claimed: DeliveryRecord;
  readonly possibleDuplicatesBefore: number;
  readonly slot: number;
  readonly result: SendResult;
  readonly record: (change: Partial<DeliveryRecord>) => Promise<Conversation>;
};

async function settle(deps: DeliveryDeps, pacer: Service['pacer'], attempt: Attempt): Promise<StepOutcome> {
  const { chat, claimed, result, record } = attempt;
  const failures = failuresOf(claimed);
  const later = (after: number, isGlobal = false): StepOutcome => {
    return { kind: 'later', address: chat.address, seconds: after, isGlobal };
  };
  const proceed = async (change: Partial<DeliveryRecord>): Promise<StepOutcome> => {
    return { kind: 'continue', conversation: await record(change), sent: false };
  };
  // The service did not process the attempt, so it does not count and cannot have caused a duplicate.
  const uncounted = { attempts: claimed.attempts - 1, possibleDuplicates: attempt.possibleDuplicatesBefore };
  switch (result.kind) {
    case 'sent': {
      const { messageId: sentId, note = null, lostTopic = false } = result;
      const conversation = await record({ status: 'sent', sentId, reason: note });
      if (lostTopic) await clearTopic(deps, chat);
      if (chat.standing.kind === 'refusing')
        await changeChat(deps.chats, chat, (one) => (one.standing.kind === 'refusing' ? switchOn(one) : one));
      const after = { ...switchOn(chat), topic: lostTopic ? null : chat.topic };
      return { kind: 'continue', conversation: { ...conversation, chat: after }, sent: true };
    }
    case 'wait': {
      const reason = `asked to wait ${result.seconds} s`;
      const tooFast = { chat: chat.address, slot: attempt.slot, seconds: result.seconds };
      const asked = Math.min(Math.ceil(result.seconds), LONGEST_PAUSE_SECONDS);
      if (await pacer.rateLimited(tooFast, result.isGlobal)) {
        await record({ reason, ...uncounted });
        return later(asked);
      }
      const limited = (claimed.limited ?? 0) + 1;
      if (limited >= MAX_ATTEMPTS) return proceed({ status: 'gave-up', reason, limited });
      const pause = Math.max(asked, pauseAfter(limited));
      const notBefore = seconds(deps) + pause;
      await record({ reason, limited, possibleDuplicates: attempt.possibleDuplicatesBefore, notBefore });
      return later(pause);
    }
    case 'retry':
      if (failures >= MAX_ATTEMPTS) return proceed({ status: 'gave-up', reason: result.reason });
      await record({ reason: result.reason, possibleDuplicates: attempt.possibleDuplicatesBefore });
      return later(pauseAfter(failures));
    case 'unknown': {
      const inDoubtSince = claimed.inDoubtSince ?? claimed.attemptedAt;
      const outcome = await proceed({ status: 'unknown', reason: result.reason, inDoubtSince });
      return failures >= MAX_ATTEMPTS ? outcome : later(pauseAfter(failures));
    }
    case 'moved': {
      await record({ reason: `the chat is now ${result.chat}`, ...uncounted });
      return { kind: 'later', address: await moveChat(deps, chat, result.chat), seconds: 1 };
    }
    case 'gone': {
      await pacer.refused();
      const notBefore = seconds(deps) + REFUSED_SECONDS;
      await record({ status: 'gone', reason: result.reason, ...uncounted, notBefore });
      return { kind: 'done', refusal: await recordRefusal(deps, chat, result.reason, seconds(deps)) };
    }
    case 'barred':
      await record({ reason: result.reason, ...uncounted });
      if (await pacer.barred(BARRED_SECONDS)) deps.onBarred?.(chat.vendor, result.reason);
      return later(BARRED_SECONDS, true);
    case 'refused': {
      await pacer.refused();
      const { vendor, address } = chat;
      const conversation = await record({ status: 'gave-up', reason: result.reason });
      const refusal = await recordRefusal(deps, chat, result.reason, seconds(deps));
      // A chat that keeps refusing is no news to a reader of the dead letters.
      if (refusal?.isPaused !== true)
        await deps.queue.deadLetter({ vendor, address, reason: result.reason, payload: attempt.message });
      const after = { ...conversation, chat: refusal?.chat ?? chat };
      return { kind: 'continue', conversation: after, sent: false, refusal };
    }
    default:
      return assertNever(result);
  }
}

/** Seconds before the next attempt: 2, 8, 32, 128. */
function pauseAfter(failures: number): number {
  return 2 * 4 ** (failures - 1);
}

/** Records the warnings that a catch-up note summed up as sent. */
async function sumUp(
  deps: DeliveryDeps,
  { chat, records }: Conversation,
  { days, note }: Step & { readonly kind: 'sum-up' },
): Promise<StepOutcome> {
  const after = new Map(records);
  for (const day of days) {
    const key = `warning-${day}`;
    const revision = records.get(key)?.revision ?? 0;
    const record = { ...note, key, revision, reason: `summarised in ${note.key}`, possibleDuplicates: 0 };
    const saved = await deps.deliveries.saveRecord(chat, record, keptUntil(key, seconds(deps)));
    if (saved === undefined) return { kind: 'later', address: chat.address, seconds: 1 };
    after.set(key, saved);
  }
  return { kind: 'continue', conversation: { chat, records: after }, sent: false };
}

function seconds({ now }: DeliveryDeps): number {
  return Math.floor(now() / 1000);
}
