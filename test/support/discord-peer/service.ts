import { createAccount } from '../peer/account.ts';
import { peerClock } from '../peer/clock.ts';
import { createFaults, type Faults } from '../peer/faults.ts';
import type { Outcome, PeerRequest, Reply } from '../peer/http-peer.ts';
import type { Tally } from '../specs/tally.ts';
import { type Body, parseBody, readBody } from './body.ts';
import { createChannels, toldChannel } from './channels.ts';
import { checkMessage, checkShown } from './check-message.ts';
import { createCommands } from './commands.ts';
import { createInteractions, type Interaction } from './interactions.ts';
import { banned, createLimits, DOCUMENTED_LIMITS, tooMany } from './limits.ts';
import { createMessageBook, toldMessage } from './message-book.ts';
import { createMessages, type Draft } from './messages.ts';
import type { DiscordAnswer, DiscordControl, DiscordLimits, DiscordOptions, SentMessage } from './options.ts';
import { DiscordRefusal, notFound } from './refusal.ts';
import { type Match, matchRoute } from './routes.ts';
import * as schemas from './schemas.ts';

export type DiscordService = {
  readonly answer: (request: PeerRequest) => Promise<Outcome>;
  readonly control: DiscordControl;
  readonly sent: readonly SentMessage[];
};

type Call = { readonly match: Match; readonly request: PeerRequest; readonly body: Body };
/** What an accepted request does: a message to book, or an answer at once. */
type Act = Draft | { readonly act: 'plain'; readonly answer: () => unknown };

const ROOT = '/api/v10';

/** Discord behind its address: who is asked for what, and what comes of it. */
export function createService(options: DiscordOptions, tally: Tally | undefined): DiscordService {
  const { channels: listed, ranges = [], webhooks = [], keep = 10_000 } = options;
  const applicationId = options.applicationId ?? '1300000000000000001';
  const clock = peerClock();
  const { now } = clock;
  const answers: Record<string, number> = {};
  const requests: Record<string, number> = {};
  const scripted: DiscordAnswer[] = [];
  const sent: SentMessage[] = [];
  let limits: DiscordLimits = { ...DOCUMENTED_LIMITS, ...options.limits };
  let faults: Faults | undefined = options.faults && createFaults(options.faults);
  let crossposted = 0;
  const channels = createChannels(listed, ranges, () => faults);
  const book = createMessageBook(keep);
  const messages = createMessages({ applicationId, channels, book, clock });
  const account = createAccount();
  const routeLimits = createLimits();
  const commands = createCommands(applicationId);
  const interactions = createInteractions({
    applicationId,
    clock,
    nextId: () => book.nextId(now()),
    acknowledge: (interaction, callback) => void acknowledge(interaction, callback, []),
    toldMessage: (channel, id) => toldMessage(messages.existing(channel, id)),
    defaultChannel: typeof listed[0] === 'string' ? listed[0] : listed[0]?.id,
    guildOf: (channel) => {
      const found = channels.find(channel);
      return found?.type === 1 ? undefined : found?.guild;
    },
  });

  async function answer(request: PeerRequest): Promise<Outcome> {
    const outcome = await handled(request);
    const name = typeof outcome === 'string' ? outcome : String(outcome.status);
    answers[name] = (answers[name] ?? 0) + 1;
    if (typeof outcome !== 'string' && isHeldAgainstUs(outcome)) routeLimits.refused(now());
    return outcome;
  }

  async function handled(request: PeerRequest): Promise<Outcome> {
    const match = matchRoute(request.method, request.url.pathname.slice(ROOT.length));
    const name = typeof match === 'object' ? match.template : 'unknown';
    requests[name] = (requests[name] ?? 0) + 1;
    if (routeLimits.invalid(now()) >= limits.invalid) return banned();
    try {
      const found = admit(request, match, options.token);
      const body = await readBody(request);
      tally?.record({
        operation: `${request.method} ${request.url.pathname.slice(ROOT.length)}`,
        body: body.json,
        query: Object.fromEntries(request.url.searchParams),
      });
      return carryOut(await prepare({ match: found, request, body }), found);
    } catch (error) {
      if (error instanceof DiscordRefusal) return error.reply;
      throw error;
    }
  }

  /** Fault, limit or success of a request that is right. */
  function carryOut(act: Act, { bucket, auth }: Match): Outcome {
    const isMessage = act.act !== 'plain';
    const fault = isMessage ? faults?.drawRequest() : undefined;
    const instead = isMessage ? (scripted.shift() ?? (fault && ANSWER_OF[fault])) : undefined;
    const take = (answered: boolean) => (isMessage ? accept(act, answered) : act.answer());
    if (instead !== undefined && instead.kind !== 'bucket-empty')
      return insteadOf(instead, () => take(false));
    const limited = routeLimits.take(bucket, auth === 'path', limits, now());
    if ('status' in limited) return limited;
    const told = take(true);
    const headers = { ...limited.headers, ...(instead && emptyBucket(instead.resetAfter)) };
    return told === undefined ? { status: 204, headers } : { status: 200, body: told, headers };
  }

  function accept(draft: Draft, answered: boolean): object {
    const message = draft.book();
    const { id, channel, payload } = message;
    if (draft.known === undefined) {
      if (draft.act !== 'edit') account.accept(channel, textOf(payload), answered);
      const files = message.files.map(({ name, bytes }) => ({ name, bytes }));
      sent.push({ id, channel, act: draft.act, payload, files });
      if (sent.length > keep) sent.shift();
    }
    return { ...toldMessage(message), ...('nonce' in payload && { nonce: payload.nonce }) };
  }

  /** Books what a callback shows at once. */
  function acknowledge(interaction: Interaction, callback: schemas.Callback, files: Body['files']): object {
    interaction.acknowledged = callback.type;
    if (callback.type !== 4) {
      if (callback.type === 7) checkMessage(callback.data, files);
      return { id: interaction.id, type: callback.type };
    }
    const message = accept(write(interaction, callback.data, files), true) as { id: string };
    interaction.original = message.id;
    return message;
  }

  function write({ channel }: Interaction, payload: schemas.AnyMessage, files: Body['files']): Draft {
    return messages.create(
      { act: 'interaction', channel, name: 'hashtilt', webhook: applicationId },
      payload,
      files,
    );
  }

  async function prepare({ match, request, body }: Call): Promise<Act> {
    const { params, name } = match;
    const { channel = '', message = '', guild, webhook = '', token = '' } = params;
    const plain = (act: () => unknown): Act => ({ act: 'plain', answer: act });
    switch (name) {
      case 'createMessage':
        channels.enter(channel, 'write');
        return messages.create(
          { act: 'create', channel, name: 'hashtilt' },
          parseBody(schemas.CreateMessage, body.json),
          body.files,
        );
      case 'editMessage':
        channels.enter(channel, 'write');
        return messages.edit(ours(channel, message), parseBody(schemas.EditMessage, body.json), body.files);
      case 'readMessages':
        channels.enter(channel, 'read');
        return plain(() => messages.read(channel, request.url.searchParams).map(toldMessage));
      case 'readMessage':
        channels.enter(channel, 'read');
        return plain(() => toldMessage(messages.existing(channel, message)));
      case 'deleteMessage':
        channels.enter(channel, 'write');
        return plain(() => book.remove(messages.existing(channel, message)));
      case 'crosspost':
        return plain(() => {
          const told = toldMessage(messages.crosspost(channel, message));
          crossposted += 1;
          return told;
        });
      case 'typing':
        channels.enter(channel, 'write');
        return plain(() => undefined);
      case 'readChannel':
        return plain(() => toldChannel(channels.enter(channel, 'read')));
      case 'readGuild':
      case 'readGuildChannels': {
        const inGuild = channels.ofGuild(guild ?? '');
        if (inGuild.length === 0) throw new DiscordRefusal(404, 10004, 'Unknown Guild');
        if (name === 'readGuildChannels') return plain(() => inGuild.map(toldChannel));
        return plain(() => ({ id: guild, name: `guild-${guild}`, owner_id: '1500000000000000001' }));
      }
      case 'readSelf':
        return plain(() => ({ id: applicationId, username: 'hashtilt', discriminator: '0', bot: true }));
      case 'readApplication':
        return plain(() => ({ id: applicationId, name: 'hashtilt', verify_key: interactions.publicKey }));
      case 'openDirect': {
        const { recipient_id } = parseBody(schemas.DirectMessage, body.json);
        return plain(() => {
          channels.change({ id: recipient_id, type: 1, ...channels.find(recipient_id) });
          return toldChannel(channels.enter(recipient_id, 'read'));
        });
      }
      case 'readCommands':
        checkApplication(params.application);
        return plain(() => commands.list(guild));
      case 'writeCommands': {
        checkApplication(params.application);
        const written = parseBody(schemas.Commands, body.json);
        return plain(() => commands.overwrite(guild, written));
      }
      case 'callback': {
        const interaction = interactions.open(params.interaction ?? '', token);
        const callback = parseBody(schemas.Callback, body.json);
        if (callback.type === 4) {
          checkMessage(callback.data, body.files);
          checkShown(callback.data, body.files.length);
        }
        return plain(() => {
          const told = acknowledge(interaction, callback, body.files);
          const wanted = request.url.searchParams.get('with_response') === 'true';
          return wanted
            ? { interaction: { id: interaction.id, type: 2 }, resource: { message: told } }
            : undefined;
        });
      }
      default:
        return prepareWebhook({ match, request, body }, webhook, token, message);
    }
  }

  /** Webhooks of channels, and those by which an interaction is followed up. */
  function prepareWebhook({ match, request, body }: Call, id: string, token: string, message: string): Act {
    const plain = (act: () => unknown): Act => ({ act: 'plain', answer: act });
    if (id === applicationId) return prepareFollowup({ match, request, body }, token, message);
    const webhook = webhooks.find((known) => known.id === id);
    if (webhook === undefined) throw new DiscordRefusal(404, 10015, 'Unknown Webhook');
    if (webhook.token !== token) throw new DiscordRefusal(401, 50027, 'Invalid Webhook Token');
    const { channel } = webhook;
    if (match.name === 'readWebhook') {
      return plain(() => ({ id, type: 1, name: 'hashtilt', channel_id: channel, token }));
    }
    if (match.name === 'execute') {
      // Without it Discord answers 204 before the message is made, and its fate stays unknown.
      if (request.url.searchParams.get('wait') !== 'true') {
        throw new DiscordRefusal(400, 50035, 'a webhook is asked to wait=true');
      }
      channels.enter(channel, 'write');
      const payload = parseBody(schemas.ExecuteWebhook, body.json);
      const name = payload.username ?? 'hashtilt';
      return messages.create({ act: 'webhook', channel, webhook: id, name }, payload, body.files);
    }
    const known = messages.existing(channel, message);
    if (known.webhook !== id) throw new DiscordRefusal(404, 10008, 'Unknown Message');
    if (match.name === 'editWebhookMessage') {
      return messages.edit(known, parseBody(schemas.EditMessage, body.json), body.files);
    }
    return plain(match.name === 'readWebhookMessage' ? () => toldMessage(known) : () => book.remove(known));
  }

  function prepareFollowup({ match, body }: Call, token: string, message: string): Act {
    const plain = (act: () => unknown): Act => ({ act: 'plain', answer: act });
    const interaction = interactions.byToken(token);
    if (match.name === 'execute') {
      return write(interaction, parseBody(schemas.Followup, body.json), body.files);
    }
    const id = message === '@original' ? interaction.original : message;
    if (match.name === 'editWebhookMessage') {
      const payload = parseBody(schemas.EditMessage, body.json);
      if (id !== undefined)
        return messages.edit(messages.existing(interaction.channel, id), payload, body.files);
      // The first edit puts a message where "thinking" stood.
      const draft = write(interaction, payload, body.files);
      return {
        ...draft,
        book: () => {
          const booked = draft.book();
          interaction.original = booked.id;
          return booked;
        },
      };
    }
    const known = messages.existing(interaction.channel, id ?? '');
    return plain(match.name === 'readWebhookMessage' ? () => toldMessage(known) : () => book.remove(known));
  }

  function ours(channel: string, id: string) {
    const message = messages.existing(channel, id);
    if (message.author.id !== applicationId) {
      throw new DiscordRefusal(403, 50005, 'Cannot edit a message authored by another user');
    }
    return message;
  }

  function checkApplication(id: string | undefined): void {
    if (id !== applicationId)
      throw new DiscordRefusal(403, 20012, 'You are not authorized to perform this action');
  }

  return {
    answer,
    sent,
    control: {
      requests: () => Object.values(requests).reduce((sum, count) => sum + count, 0),
      next: (wanted) => void scripted.push(wanted),
      advance: clock.advance,
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
        crossposted,
      }),
      missing: (text, wanted) => {
        const isIn = (id: string) => (channels.find(id)?.access ?? 'full') === 'full' && channels.find(id);
        return {
          missing: wanted.filter((id) => isIn(id) && account.copies(id, text) === 0),
          gone: wanted.filter((id) => !isIn(id)),
        };
      },
      sentMessages: () => sent,
      publicKey: () => interactions.publicKey,
      interact: interactions.send,
      commands: commands.list,
    },
  };
}

/** What accounts know a message by: everything that it shows in words. */
function textOf({ content, embeds = [] }: schemas.AnyMessage): string {
  const shown = embeds.map(({ title, description, footer, fields = [] }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    footer?.text,
  ]);
  return [content, ...shown.flat()].filter((part) => part != null).join('\n');
}

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

/** Documentation, invalid requests: 401, 403 and 429, but not where the limit is shared with others. */
function isHeldAgainstUs({ status, headers }: Reply): boolean {
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

/** What the request gets instead of success; `take` carries it out where only the answer is lost. */
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
      return { status: 403, body: '<html>Access denied</html>' };
    case 'broken':
      return new DiscordRefusal(500, 0, '500: Internal Server Error').reply;
  }
}
