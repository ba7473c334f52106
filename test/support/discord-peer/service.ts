import { createAccount } from '../peer/account.ts';
import { peerClock } from '../peer/clock.ts';
import { createFaults, type Faults } from '../peer/faults.ts';
import type { Outcome, PeerRequest, Reply } from '../peer/http-peer.ts';
import { partition } from '../peer/partition.ts';
import type { RequestCheck } from '../specs/request-check.ts';
import type { Act } from './act.ts';
import { createApplication } from './application.ts';
import { readBody } from './body.ts';
import { createBotRoutes } from './bot-routes.ts';
import { createChannels } from './channels.ts';
import { createCommands } from './commands.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { banned, createLimits, DOCUMENTED_LIMITS, tooMany } from './limits.ts';
import { createMessageStore, messageJson } from './message-store.ts';
import { createMessages, type Draft } from './messages.ts';
import type { DiscordAnswer, DiscordControl, DiscordLimits, DiscordOptions, SentMessage } from './options.ts';
import { DiscordRefusal, invalidForm, notFound } from './refusal.ts';
import type { AnyMessage } from './requests.ts';
import { type Match, matchRoute, type RouteName } from './routes.ts';
import { createTokenRoutes } from './token-routes.ts';

export type DiscordService = {
  readonly answer: (request: PeerRequest) => Promise<Outcome>;
  readonly control: DiscordControl;
  readonly sent: readonly SentMessage[];
};

const ROOT = '/api/v10';

/** Discord's API: routes requests, injects faults, applies limits, and answers. */
export function createService(options: DiscordOptions, check: RequestCheck): DiscordService {
  const { channels: listed, ranges = [], webhooks = [], keep = 10_000 } = options;
  const applicationId = options.applicationId ?? '1300000000000000001';
  const clock = peerClock();
  const { now } = clock;
  const answers: Record<string, number> = {};
  const requests: Record<string, number> = {};
  const scripted: { readonly answer: DiscordAnswer; readonly route: RouteName | undefined }[] = [];
  const sent: SentMessage[] = [];
  let barred: 'token' | 'address' | 'page' | null = null;
  let limits: DiscordLimits = { ...DOCUMENTED_LIMITS, ...options.limits };
  let faults: Faults | undefined = options.faults && createFaults(options.faults);
  const channels = createChannels(listed, ranges, () => faults);
  const store = createMessageStore(keep);
  const messages = createMessages({ applicationId, channels, store, clock });
  const account = createAccount();
  const routeLimits = createLimits();
  const commands = createCommands(applicationId);
  const interactions: Interactions = createInteractions({
    applicationId,
    clock,
    nextId: () => store.nextId(now()),
    acknowledge: (interaction, callback) => {
      // A callback in the answer to an interaction is described by the request that would post it.
      const operation = `POST /interactions/${interaction.id}/${interaction.token}/callback`;
      refuseFault(check({ operation, body: callback }));
      tokenRoutes.acknowledge(interaction, callback, []);
    },
    messageJson: (channel, id) => messageJson(messages.existing(channel, id)),
    defaultChannel: typeof listed[0] === 'string' ? listed[0] : listed[0]?.id,
    typeOf: (channel) => channels.find(channel)?.type ?? 0,
    guildOf: (channel) => {
      const found = channels.find(channel);
      return found?.type === 1 ? undefined : found?.guild;
    },
  });
  const { publicKey } = interactions;
  const application = createApplication(applicationId, interactions);
  const botRoutes = createBotRoutes({ applicationId, application, channels, messages, store, commands });
  const tokenRoutes = createTokenRoutes({
    applicationId,
    webhooks,
    channels,
    messages,
    store,
    interactions: () => interactions,
    accept: (draft) => accept(draft, true),
  });

  async function answer(request: PeerRequest): Promise<Outcome> {
    const outcome = await handled(request);
    const name = typeof outcome === 'string' ? outcome : String(outcome.status);
    answers[name] = (answers[name] ?? 0) + 1;
    if (typeof outcome !== 'string' && isInvalidRequest(outcome)) routeLimits.countInvalid(now());
    return outcome;
  }

  async function handled(request: PeerRequest): Promise<Outcome> {
    const match = matchRoute(request.method, request.url.pathname.slice(ROOT.length));
    const name = typeof match === 'object' ? match.template : 'unknown';
    requests[name] = (requests[name] ?? 0) + 1;
    if (routeLimits.invalid(now()) >= limits.invalid) return banned();
    try {
      if (barred === 'page') return FIREWALL_PAGE;
      if (barred === 'address') throw new DiscordRefusal(403, 40333, 'internal network error');
      if (barred === 'token') throw new DiscordRefusal(401, 0, '401: Unauthorized');
      const found = admit(request, match, options.token);
      const body = await readBody(request);
      const operation = `${request.method} ${request.url.pathname.slice(ROOT.length)}`;
      const query = Object.fromEntries(request.url.searchParams);
      refuseFault(check({ operation, body: body.json, query }));
      const call = { match: found, request, body };
      return await carryOut(found.auth === 'bot' ? botRoutes(call) : tokenRoutes.answer(call), found);
    } catch (error) {
      if (error instanceof DiscordRefusal) return error.reply;
      throw error;
    }
  }

  /** Answers a valid request with a fault, a limit or success. */
  async function carryOut(act: Act, { name, bucket, auth }: Match): Promise<Outcome> {
    const isMessage = act.act !== 'plain';
    const fault = isMessage || name === 'crosspost' ? faults?.drawRequest() : undefined;
    const index = scripted.findIndex(({ route }) => (route === undefined ? isMessage : route === name));
    const instead = index >= 0 ? scripted.splice(index, 1)[0]?.answer : fault && ANSWER_OF[fault];
    const take = (answered: boolean) => (isMessage ? accept(act, answered) : act.answer());
    const isRefused =
      instead !== undefined && instead.kind !== 'bucket-empty' && !CARRIED_OUT.has(instead.kind);
    if (isRefused) return insteadOf(instead, () => undefined);
    const limited = routeLimits.take(bucket, auth === 'path', limits, now());
    if ('status' in limited) return limited;
    if (instead !== undefined && instead.kind !== 'bucket-empty')
      return insteadOf(instead, () => take(false));
    const result = await take(true);
    const headers = { ...limited.headers, ...(instead && emptyBucket(instead.resetAfter)) };
    return result === undefined ? { status: 204, headers } : { status: 200, body: result, headers };
  }

  function accept(draft: Draft, answered: boolean): object {
    const message = draft.save();
    const { id, channel, payload } = message;
    if (draft.known !== undefined) {
      if (answered) account.confirm(channel, textOf(payload));
    } else {
      if (draft.act !== 'edit') account.accept(channel, textOf(payload), answered);
      const files = message.files.map(({ name, bytes }) => ({ name, bytes }));
      sent.push({ id, channel, act: draft.act, payload, files });
      if (sent.length > keep) sent.shift();
    }
    return { ...messageJson(message), ...('nonce' in payload && { nonce: payload.nonce }) };
  }

  return {
    answer,
    sent,
    control: {
      requests: () => Object.values(requests).reduce((sum, count) => sum + count, 0),
      next: (answer, route) => void scripted.push({ answer, route }),
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
      changeChannel: channels.change,
      account: () => ({
        ...account.summary(),
        requests,
        answers,
        invalid: routeLimits.invalid(now()),
        deduplicated: messages.deduplicated(),
        forgotten: messages.forgotten(),
        crossposted: messages.crossposted(),
      }),
      missing: (text, wanted) => {
        const [inside, gone] = partition(wanted, (id) => {
          const channel = channels.find(id);
          return channel !== undefined && (channel.access ?? 'full') === 'full';
        });
        return { missing: inside.filter((id) => account.copies(id, text) === 0), gone };
      },
      sentMessages: () => sent,
      publicKey: () => publicKey,
      endpoint: application.endpoint,
      interact: interactions.send,
      commands: commands.list,
    },
  };
}

/** The text by which accounts identify a message: everything it shows in words. */
function textOf({ content, embeds = [] }: AnyMessage): string {
  const shown = embeds.map(({ title, description, footer, fields = [] }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    footer?.text,
  ]);
  return [content, ...shown.flat()].filter((part) => part != null).join('\n');
}

function refuseFault(fault: string | undefined): void {
  if (fault !== undefined) throw invalidForm(fault);
}

/** Answers to requests that were carried out, and so count towards the limits. */
const CARRIED_OUT: ReadonlySet<DiscordAnswer['kind']> = new Set(['silence', 'reset', 'not-json']);

const FIREWALL_PAGE: Reply = { status: 403, body: '<html>Access denied</html>' };

const ANSWER_OF: Readonly<Record<string, DiscordAnswer>> = {
  silence: { kind: 'silence' },
  reset: { kind: 'reset' },
  tooMany: { kind: 'too-many', retryAfter: 1, global: false },
  broken: { kind: 'broken' },
};

function admit(
  { url, headers }: PeerRequest,
  match: Match | 'wrong-method' | undefined,
  token: string,
): Match {
  if (!/^DiscordBot \(https?:\/\/\S+, [\d.]+\)/.test(headers['user-agent'] ?? '')) {
    throw new DiscordRefusal(403, 40333, 'internal network error');
  }
  if (!url.pathname.startsWith(`${ROOT}/`) || match === undefined) throw notFound();
  if (match === 'wrong-method') throw new DiscordRefusal(405, 0, '405: Method Not Allowed');
  if (match.auth === 'bot' && headers.authorization !== `Bot ${token}`) {
    throw new DiscordRefusal(401, 0, '401: Unauthorized');
  }
  return match;
}

/** Documentation, invalid requests: 401, 403 and 429, except for shared limits. */
function isInvalidRequest({ status, headers }: Reply): boolean {
  return status === 401 || status === 403 || (status === 429 && headers?.['x-ratelimit-scope'] !== 'shared');
}

function emptyBucket(seconds: number): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset-after': String(seconds),
    'x-ratelimit-bucket': 'messages',
  };
}

/** The given answer instead of success; `take` carries the request out if only the answer is lost. */
function insteadOf(answer: Exclude<DiscordAnswer, { kind: 'bucket-empty' }>, take: () => unknown): Outcome {
  switch (answer.kind) {
    case 'silence':
    case 'reset':
      take();
      return answer.kind;
    case 'not-json':
      take();
      return { status: 200, body: '<html></html>' };
    case 'too-many':
      return tooMany(answer.retryAfter, answer.global ? 'global' : answer.shared ? 'shared' : 'user', {});
    case 'refused':
      return new DiscordRefusal(answer.status, answer.code, answer.message).reply;
    case 'firewall':
      return FIREWALL_PAGE;
    case 'broken':
      return new DiscordRefusal(500, 0, '500: Internal Server Error').reply;
  }
}
