import * as z from 'zod/mini';
import { type Outcome, type PeerRequest, type Reply, startHttpPeer } from './http-peer.ts';
import { parseTelegramHtml } from './telegram-html.ts';

/**
 * A strict Telegram Bot API on the loopback interface, written from the published description of version
 * 10.1. It refuses what Telegram refuses, and also what Telegram would silently ignore.
 */
export type TelegramPeer = {
  readonly url: string;
  /** Messages that reached a chat, in order, also those whose answer was lost. */
  readonly sent: readonly SentMessage[];
  /** What the next accepted request gets instead of success; may be called several times. */
  readonly next: (answer: TelegramAnswer) => void;
  readonly close: () => Promise<void>;
};

export type TelegramAnswer =
  | { readonly kind: 'too-many'; readonly retryAfter: number }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'migrated'; readonly to: number }
  | { readonly kind: 'refused'; readonly code: number; readonly description: string }
  | { readonly kind: 'broken' }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

type SentMessage = {
  readonly chat: number | string;
  readonly text: string;
  readonly payload: SendMessage;
};

const Integer = z.int();
const SendMessage = z.strictObject({
  chat_id: z.union([Integer, z.string().check(z.regex(/^@\w{4,32}$/))]),
  text: z.string(),
  parse_mode: z.literal('HTML'),
  message_thread_id: z.optional(Integer),
  link_preview_options: z.optional(z.strictObject({ is_disabled: z.optional(z.boolean()) })),
  disable_notification: z.optional(z.boolean()),
  protect_content: z.optional(z.boolean()),
  reply_parameters: z.optional(
    z.strictObject({ message_id: Integer, allow_sending_without_reply: z.optional(z.boolean()) }),
  ),
});
type SendMessage = z.infer<typeof SendMessage>;

/** Starts the peer for one bot, whose `chats` are the only ones there are. */
export async function startTelegramPeer(options: {
  readonly token: string;
  readonly chats: readonly (number | string)[];
}): Promise<TelegramPeer> {
  const sent: SentMessage[] = [];
  const answers: TelegramAnswer[] = [];
  const http = await startHttpPeer((request) => {
    const refusal = refuse(request, options.token);
    if (refusal !== undefined) return refusal;
    const payload = SendMessage.safeParse(parseJson(request.body));
    if (!payload.success) {
      const fields = payload.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ');
      return badRequest(`wrong parameters: ${fields}`);
    }
    const { chat_id: chat, text: html } = payload.data;
    const parsed = parsedText(html);
    if ('fault' in parsed) return badRequest(parsed.fault);
    if (!options.chats.includes(chat)) return badRequest('chat not found');
    const accept = () => sent.push({ chat, text: parsed.text, payload: payload.data });
    return outcome(answers.shift(), accept, chat);
  });
  return { url: http.url, sent, next: (answer) => answers.push(answer), close: http.close };
}

function refuse({ message }: PeerRequest, token: string): Reply | undefined {
  const [, bot, method] = /^\/bot([^/]*)\/(\w+)$/.exec(message.url ?? '') ?? [];
  if (bot === undefined || !/^\d+:[\w-]+$/.test(bot)) return failure(404, 'Not Found');
  if (bot !== token) return failure(401, 'Unauthorized');
  if (method !== 'sendMessage') return failure(404, 'Not Found: method not found');
  if (message.method !== 'POST') return failure(405, 'Method Not Allowed');
  if (message.headers['content-type'] !== 'application/json') return badRequest('content type is not JSON');
  return undefined;
}

function parsedText(html: string): { readonly text: string } | { readonly fault: string } {
  try {
    const { text } = parseTelegramHtml(html);
    if (text.trim() === '') return { fault: 'message text is empty' };
    return text.length > 4096 ? { fault: 'message is too long' } : { text };
  } catch (error) {
    return { fault: `can't parse entities: ${(error as Error).message}` };
  }
}

function outcome(answer: TelegramAnswer | undefined, accept: () => number, chat: number | string): Outcome {
  switch (answer?.kind) {
    case undefined:
      return {
        status: 200,
        body: { ok: true, result: { message_id: accept(), date: 0, chat: { id: chat } } },
      };
    case 'silence':
    case 'reset':
      accept();
      return answer.kind;
    case 'not-json':
      accept();
      return { status: 502, body: '<html>Bad Gateway</html>' };
    case 'too-many':
      return failure(429, `Too Many Requests: retry after ${answer.retryAfter}`, {
        retry_after: answer.retryAfter,
      });
    case 'migrated':
      return failure(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: answer.to,
      });
    case 'blocked':
      return failure(403, 'Forbidden: bot was blocked by the user');
    case 'refused':
      return failure(answer.code, answer.description);
    case 'broken':
      return failure(500, 'Internal Server Error');
  }
}

function badRequest(what: string): Reply {
  return failure(400, `Bad Request: ${what}`);
}

function failure(error_code: number, description: string, parameters?: object): Reply {
  return {
    status: error_code,
    body: { ok: false, error_code, description, ...(parameters && { parameters }) },
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
