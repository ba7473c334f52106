import * as z from 'zod/mini';
import { type Outcome, type PeerRequest, type Reply, startHttpPeer } from './http-peer.ts';

/**
 * A strict Discord API v10 on the loopback interface, written from Discord's published description and the
 * documented limits for bots. It refuses what Discord refuses, and also what a careful bot never leaves out:
 * `allowed_mentions` that ping nobody, and an enforced nonce.
 */
export type DiscordPeer = {
  /** What stands for https://discord.com/api. */
  readonly url: string;
  /** Messages that reached a channel, in order, also those whose answer was lost. */
  readonly sent: readonly SentMessage[];
  /** Every request that came, refused ones too. */
  readonly requests: () => number;
  /** What the next accepted request gets instead of success; may be called several times. */
  readonly next: (answer: DiscordAnswer) => void;
  readonly close: () => Promise<void>;
};

export type DiscordAnswer =
  | { readonly kind: 'too-many'; readonly retryAfter: number; readonly global: boolean }
  | { readonly kind: 'bucket-empty'; readonly resetAfter: number }
  | { readonly kind: 'refused'; readonly status: number; readonly code: number; readonly message: string }
  | { readonly kind: 'firewall' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

type SentMessage = { readonly id: string; readonly channel: string; readonly payload: CreateMessage };

const upTo = (length: number) => z.string().check(z.minLength(1), z.maxLength(length));
const Embed = z.strictObject({
  title: z.optional(upTo(256)),
  description: z.optional(upTo(4096)),
  color: z.optional(z.int().check(z.minimum(0), z.maximum(0xffffff))),
  footer: z.optional(z.strictObject({ text: upTo(2048) })),
  fields: z.optional(
    z
      .array(z.strictObject({ name: upTo(256), value: upTo(1024), inline: z.optional(z.boolean()) }))
      .check(z.maxLength(25)),
  ),
});
type Embed = z.infer<typeof Embed>;
const CreateMessage = z
  .strictObject({
    content: z.optional(upTo(2000)),
    embeds: z.optional(z.array(Embed).check(z.maxLength(10))),
    allowed_mentions: z.strictObject({ parse: z.array(z.never()) }),
    nonce: upTo(25),
    enforce_nonce: z.literal(true),
    flags: z.optional(z.literal(1 << 12)),
  })
  .check(
    z.refine(({ embeds = [] }) => embeds.reduce((sum, embed) => sum + embedLength(embed), 0) <= 6000, {
      path: ['embeds'],
      message: 'Embed size exceeds maximum size of 6000',
    }),
    z.refine(({ content, embeds = [] }) => content !== undefined || embeds.length > 0, {
      message: 'Cannot send an empty message',
    }),
  );
type CreateMessage = z.infer<typeof CreateMessage>;

/** Starts the peer for one bot, whose `channels` are the only ones there are. */
export async function startDiscordPeer(options: {
  readonly token: string;
  readonly channels: readonly string[];
}): Promise<DiscordPeer> {
  const sent: SentMessage[] = [];
  const answers: DiscordAnswer[] = [];
  let requests = 0;
  const http = await startHttpPeer((request) => {
    requests += 1;
    const refusal = refuse(request, options.token);
    if (refusal !== undefined) return refusal;
    const channel = /^\/api\/v10\/channels\/(\d{17,20})\/messages$/.exec(request.message.url ?? '')?.[1];
    if (channel === undefined) return failure(404, 0, '404: Not Found');
    if (!options.channels.includes(channel)) return failure(404, 10003, 'Unknown Channel');
    const payload = CreateMessage.safeParse(parseJson(request.body));
    if (!payload.success) return invalidForm(payload.error.issues);
    return outcome(answers.shift(), () => accept(sent, channel, payload.data));
  });
  return {
    url: `${http.url}/api`,
    sent,
    requests: () => requests,
    next: (answer) => answers.push(answer),
    close: http.close,
  };
}

function refuse({ message }: PeerRequest, token: string): Reply | undefined {
  if (!/^DiscordBot \(https?:\/\/\S+, [\d.]+\)/.test(message.headers['user-agent'] ?? '')) {
    return failure(403, 40333, 'internal network error');
  }
  if (message.headers.authorization !== `Bot ${token}`) return failure(401, 0, '401: Unauthorized');
  if (message.method !== 'POST') return failure(405, 0, '405: Method Not Allowed');
  if (message.headers['content-type'] !== 'application/json') {
    return failure(400, 50035, 'Expected "Content-Type" header to be application/json');
  }
  return undefined;
}

/** A nonce already seen from the bot in this channel is answered with the message it made. */
function accept(sent: SentMessage[], channel: string, payload: CreateMessage): SentMessage {
  const known = sent.find(
    (message) => message.channel === channel && message.payload.nonce === payload.nonce,
  );
  if (known !== undefined) return known;
  const message = { id: String(1_400_000_000_000_000_000n + BigInt(sent.length)), channel, payload };
  sent.push(message);
  return message;
}

function outcome(answer: DiscordAnswer | undefined, deliver: () => SentMessage): Outcome {
  const created = (headers?: Readonly<Record<string, string>>): Reply => {
    const { id, channel, payload } = deliver();
    return {
      status: 200,
      body: { id, channel_id: channel, nonce: payload.nonce },
      ...(headers && { headers }),
    };
  };
  switch (answer?.kind) {
    case undefined:
      return created();
    case 'bucket-empty':
      return created({
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': String(answer.resetAfter),
        'x-ratelimit-bucket': 'messages',
      });
    case 'silence':
    case 'reset':
      deliver();
      return answer.kind;
    case 'not-json':
      deliver();
      return { status: 200, body: '<html></html>' };
    case 'too-many':
      return {
        status: 429,
        body: {
          message: 'You are being rate limited.',
          retry_after: answer.retryAfter,
          global: answer.global,
        },
        headers: {
          'retry-after': String(answer.retryAfter),
          ...(answer.global && { 'x-ratelimit-global': 'true' }),
        },
      };
    case 'refused':
      return failure(answer.status, answer.code, answer.message);
    case 'firewall':
      return { status: 403, body: '<html>Access denied</html>' };
    case 'broken':
      return failure(500, 0, '500: Internal Server Error');
  }
}

function invalidForm(issues: readonly z.core.$ZodIssue[]): Reply {
  const faults = issues.map(
    ({ path, code, message }) => `${path.join('.') || 'body'}: ${code === 'custom' ? message : code}`,
  );
  return failure(400, 50035, `Invalid Form Body\n${faults.join('\n')}`);
}

function embedLength({ title = '', description = '', footer, fields = [] }: Embed): number {
  const texts = [
    title,
    description,
    footer?.text ?? '',
    ...fields.flatMap(({ name, value }) => [name, value]),
  ];
  return texts.join('').length;
}

function failure(status: number, code: number, message: string): Reply {
  return { status, body: { message, code } };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
