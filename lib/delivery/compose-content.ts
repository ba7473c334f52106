import { createHash } from 'node:crypto';
import { addDays, midnight } from '../core/ledger/utc-day.ts';
import { isWarning } from '../core/warnings/is-warning.ts';
import { composeWarningOf } from '../daily/compose-warning.ts';
import type { MessageStore } from '../daily/message-store.ts';
import { composeReport, composeWeekly } from '../daily/report.ts';
import type { ReportInput } from '../daily/report-input.ts';
import { assertNever } from '../errors.ts';
import { catchUpMessage } from '../messages/catch-up.ts';
import type { Message } from '../messages/message.ts';
import { renderMessage } from '../messages/render.ts';
import type { RenderedMessage } from '../messages/rendered.ts';
import { retractionMessage } from '../messages/retraction.ts';
import { signalMessage } from '../messages/signal.ts';
import { CATCH_UP_DAYS } from './gather-news.ts';
import { type Content, recordKey } from './next-step.ts';

export type ComposeContent = (content: Content) => Promise<RenderedMessage>;

/** Messages cached in memory; most chats get the same few. */
const CACHED = 100;

/**
 * A message that only some chats get, for their watches or settings, is kept while it can still be sent: there may be
 * thousands a day. Those of a day that most chats get are few, and stay.
 */
const KEPT_DAYS = CATCH_UP_DAYS + 5;

/**
 * Creates a composer that composes each content once, for all chats, and stores the message, so that later deliveries
 * send the same text.
 *
 * @param isInteractive whether a bot receives button presses; if not, only link buttons are kept and the digest is sent
 * in full.
 */
export function contentComposer(
  messages: MessageStore,
  input: ReportInput,
  isInteractive = true,
): ComposeContent {
  const cached = new Map<string, Promise<RenderedMessage>>();
  return (wanted) => {
    const content: Content =
      wanted.kind === 'digest' && wanted.form === 'short' && !isInteractive
        ? { ...wanted, form: 'full' }
        : wanted;
    const id = contentId(content, input);
    const known = cached.get(id);
    if (known !== undefined) return known;
    if (cached.size >= CACHED) cached.delete(cached.keys().next().value!);
    const composed = loadOrCompose(messages, input, content, id);
    const message = isInteractive ? composed : composed.then(withoutCallbacks);
    cached.set(id, message);
    // Failures must not be cached.
    message.catch(() => cached.delete(id));
    return message;
  };
}

function withoutCallbacks({ buttons = [], ...message }: RenderedMessage): RenderedMessage {
  const links = buttons
    .map((row) => row.filter(({ kind }) => kind === 'link'))
    .filter((row) => row.length > 0);
  return links.length === 0 ? message : { ...message, buttons: links };
}

async function loadOrCompose(
  messages: MessageStore,
  input: ReportInput,
  content: Content,
  id: string,
): Promise<RenderedMessage> {
  const stored = await messages.loadMessage(id);
  if (stored !== undefined) return stored;
  const message = renderMessage(compose(input, content, id));
  const isOfAll = content.kind === 'digest' || id === recordKey(content);
  const through = input.ledger.at(-1)?.day ?? content.day;
  await messages.saveMessage(message, isOfAll ? undefined : midnight(addDays(through, KEPT_DAYS)));
  return message;
}

function compose(input: ReportInput, content: Content, id: string): Message {
  switch (content.kind) {
    case 'digest': {
      if (content.form === 'weekly') return composeWeekly(input, content.day);
      const { digest, short } = composeReport(input, content.day);
      return content.form === 'full' ? digest : short;
    }
    case 'signal':
      return signalMessage(id, content.main, content.others, input.reportUrl);
    case 'warning':
      return composeWarningOf(input, id, content.day, content.transitions);
    case 'catch-up':
      return catchUpMessage(id, content.transitions);
    case 'retraction':
      return retractionMessage(id, content.day, content.transitions, input.reportUrl);
    default:
      return assertNever(content);
  }
}

/** Equal contents have equal ids. The warning most chats get has the plain id of its day. */
function contentId(content: Content, { transitions }: ReportInput): string {
  const plain = recordKey(content);
  if (content.kind === 'digest')
    return content.form === 'full' ? plain : `digest-${content.form}-${content.day}`;
  // After a reorganisation, the same signal may rest on different blocks.
  if (content.kind === 'signal') {
    const { main, others } = content;
    return `${plain}-${digestOf([main, ...others].map(({ signal }) => signal))}`;
  }
  const usual = transitions.filter((transition) => transition.day === content.day && isWarning(transition));
  const isUsual =
    content.kind === 'warning' &&
    usual.length === content.transitions.length &&
    content.transitions.every((transition) => usual.some(({ id }) => id === transition.id));
  return isUsual ? plain : `${plain}-${digestOf(content.transitions)}`;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
