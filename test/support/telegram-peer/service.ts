import { createAccount } from '../peer/account.ts';
import { peerClock } from '../peer/clock.ts';
import { createFaults, type Faults } from '../peer/faults.ts';
import type { Outcome, PeerRequest } from '../peer/http-peer.ts';
import { partition } from '../peer/partition.ts';
import type { RequestCheck } from '../specs/request-check.ts';
import { UPLOADED_FILE } from '../specs/telegram-schema.ts';
import { createChats } from './chats.ts';
import { createMenu } from './menu.ts';
import { createMessageStore } from './message-store.ts';
import { createMessages, type Draft } from './messages.ts';
import { createQueries, type PlainMethods, plainMethods } from './methods.ts';
import type { SentMessage, TelegramAnswer, TelegramControl, TelegramOptions } from './options.ts';
import { createPace, DOCUMENTED_PACE, type PaceLimits } from './pace.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { createPeople } from './people.ts';
import { badRequest, TelegramRefusal, tooMany } from './refusal.ts';
import { type EditParams, isMethod, type MethodName, type SendParams } from './requests.ts';
import { createUpdates } from './updates.ts';

const SENDS = new Set<string>(['sendMessage', 'sendPhoto']);
const EDITS = new Set<string>([
  'editMessageText',
  'editMessageCaption',
  'editMessageMedia',
  'editMessageReplyMarkup',
]);

export type TelegramService = {
  readonly answer: (request: PeerRequest) => Promise<Outcome>;
  readonly control: TelegramControl;
  readonly sent: readonly SentMessage[];
  readonly close: () => void;
};

/** How often a chat at its own limit refuses, and how long a pause it asks for. */
const FULL_TRIES = 2;
const FULL_SECONDS = 3;

/** Telegram's Bot API: routes requests, injects faults, applies limits, and answers. */
export function createService(options: TelegramOptions, check: RequestCheck): TelegramService {
  const { chats: listed, ranges = [], keep = 10_000 } = options;
  const clock = peerClock();
  const bot = { id: Number(options.token.split(':')[0]), username: 'hashtilt_peer_bot' };
  const scripted: { readonly answer: TelegramAnswer; readonly method: string | undefined }[] = [];
  const requests: Record<string, number> = {};
  const answers: Record<string, number> = {};
  const sent: SentMessage[] = [];
  const fullTries = new Map<number, number>();
  let barred: 'token' | 'address' | null = null;
  let limits: PaceLimits = { ...DOCUMENTED_PACE, ...options.limits };
  let faults: Faults | undefined = options.faults && createFaults(options.faults);
  const chats = createChats(listed, ranges, () => faults);
  const store = createMessageStore(keep);
  const messages = createMessages({ bot, chats, store, now: clock.now });
  const updates = createUpdates(options.updatesBefore);
  const queries = createQueries(clock);
  const account = createAccount();
  const pace = createPace();
  const plain = plainMethods({ bot, chats, messages, updates, menu: createMenu(), queries });
  const { now } = clock;
  const people = createPeople({
    bot,
    chats,
    store,
    updates,
    now,
    messageJson: messages.toJson,
    openQuery: queries.open,
  });

  async function answer(request: PeerRequest): Promise<Outcome> {
    const outcome = await handled(request);
    const name = typeof outcome === 'string' ? outcome : String(outcome.status);
    answers[name] = (answers[name] ?? 0) + 1;
    return outcome;
  }

  async function handled(request: PeerRequest): Promise<Outcome> {
    try {
      if (barred === 'address') return { status: 403, body: '<html>Access denied</html>' };
      const method = methodOf(request, options.token);
      requests[method] = (requests[method] ?? 0) + 1;
      if (barred === 'token') throw new TelegramRefusal(401, 'Unauthorized');
      const parameters = await readParameters(request);
      const fault = check({ operation: method, body: withFiles(parameters) });
      if (fault !== undefined) throw badRequest(`wrong parameters: ${fault}`);
      const { values } = parameters;
      if (SENDS.has(method) || EDITS.has(method)) return deliver(method, parameters);
      const act = plain[method as keyof PlainMethods] as (params: unknown) => unknown;
      const index = scripted.findIndex((next) => next.method === method);
      if (index >= 0) {
        return instead(scripted.splice(index, 1)[0]!.answer, () => void act(values));
      }
      return ok(await act(values));
    } catch (error) {
      if (error instanceof TelegramRefusal) return error.reply;
      throw error;
    }
  }

  function deliver(method: MethodName, { values, files }: Parameters): Outcome {
    const params: unknown = values;
    const draft = SENDS.has(method)
      ? messages.send(params as SendParams, files)
      : messages.edit(params as EditParams, files);
    if (draft === 'inline') return ok(true);
    const index = scripted.findIndex((next) => (next.method ?? method) === method);
    const fault = faults?.drawRequest();
    const broken = index >= 0 ? scripted.splice(index, 1)[0]!.answer : fault && ANSWER_OF[fault];
    const take = (answered: boolean) => accept(method, draft, params as SendParams | EditParams, answered);
    if (broken !== undefined && !CARRIED_OUT.has(broken.kind)) return instead(broken, () => undefined);
    const seconds = fullSeconds(draft.chat.id) || pace.take(draft.chat, limits, now());
    if (seconds > 0) throw tooMany(seconds);
    return broken === undefined ? ok(take(true)) : instead(broken, () => take(false));
  }

  /** Seconds that a chat asks to wait; 0 if it is not, or no longer, at its own limit. */
  function fullSeconds(chat: number): number {
    if (faults?.ofRecipient(String(chat)) !== 'full') return 0;
    const tries = (fullTries.get(chat) ?? 0) + 1;
    fullTries.set(chat, tries);
    return tries <= FULL_TRIES ? FULL_SECONDS : 0;
  }

  function accept(method: string, draft: Draft, payload: SendParams | EditParams, answered: boolean): object {
    const message = draft.save();
    const { photo, content } = message;
    if (SENDS.has(method)) account.accept(String(draft.chat.id), content.text, answered);
    sent.push({
      method,
      messageId: message.id,
      chat: payload.chat_id!,
      text: content.text,
      ...(photo && { photo: { width: photo.width, height: photo.height, bytes: photo.bytes.length } }),
      payload,
    });
    if (sent.length > keep) sent.shift();
    return messages.toJson(message);
  }

  return {
    answer,
    sent,
    close: updates.close,
    control: {
      ...people,
      next: (wanted, method) => void scripted.push({ answer: wanted, method }),
      advance: clock.advance,
      bar: (how) => {
        barred = how;
      },
      setLimits: (wanted) => {
        limits = { ...limits, ...wanted };
      },
      setFaults: (rates) => {
        faults = rates === null ? undefined : createFaults(rates);
      },
      changeChat: chats.change,
      repeatUpdate: updates.repeat,
      publish: updates.publish,
      account: () => ({ ...account.summary(), requests, answers }),
      missing: (text, wanted) => {
        const home = (id: number | string) => {
          const chat = chats.find(id);
          return chat?.movedTo === undefined ? chat : chats.find(chat.movedTo);
        };
        const [inside, gone] = partition(wanted, (id) => home(id)?.standing === 'in');
        return { missing: inside.filter((id) => account.copies(String(home(id)?.id), text) === 0), gone };
      },
      sentMessages: () => sent,
    },
  };
}

/** Answers to requests that were carried out, and so count towards the pace. */
const CARRIED_OUT: ReadonlySet<TelegramAnswer['kind']> = new Set(['silence', 'reset', 'not-json']);

const ANSWER_OF: Readonly<Record<string, TelegramAnswer>> = {
  silence: { kind: 'silence' },
  reset: { kind: 'reset' },
  tooMany: { kind: 'too-many', retryAfter: 1 },
  broken: { kind: 'broken' },
};

function methodOf({ url, method }: PeerRequest, token: string): MethodName {
  const [, bot, name] = /^\/bot([^/]*)\/(\w+)$/.exec(url.pathname) ?? [];
  if (bot === undefined || !/^\d+:[\w-]+$/.test(bot)) throw new TelegramRefusal(404, 'Not Found');
  if (bot !== token) throw new TelegramRefusal(401, 'Unauthorized');
  if (!isMethod(name)) throw new TelegramRefusal(404, 'Not Found: method not found');
  if (method !== 'POST') throw new TelegramRefusal(405, 'Method Not Allowed');
  return name;
}

/** The parameters, with `UPLOADED_FILE` in place of an uploaded photo. */
function withFiles({ values, files }: Parameters): object {
  const uploaded = Object.keys(files).filter((name) => name === 'photo');
  return { ...values, ...Object.fromEntries(uploaded.map((name) => [name, UPLOADED_FILE])) };
}

function ok(result: unknown): Outcome {
  return { status: 200, body: { ok: true, result } };
}

/** The given answer instead of success; `take` carries the request out if only the answer is lost. */
function instead(answer: TelegramAnswer, take: () => unknown): Outcome {
  switch (answer.kind) {
    case 'silence':
    case 'reset':
      take();
      return answer.kind;
    case 'not-json':
      take();
      return { status: 502, body: '<html>Bad Gateway</html>' };
    case 'too-many':
      return tooMany(answer.retryAfter).reply;
    case 'migrated':
      return badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: answer.to })
        .reply;
    case 'blocked':
      return new TelegramRefusal(403, 'Forbidden: bot was blocked by the user').reply;
    case 'refused':
      return new TelegramRefusal(answer.code, answer.description).reply;
    case 'broken':
      return new TelegramRefusal(500, 'Internal Server Error').reply;
  }
}
