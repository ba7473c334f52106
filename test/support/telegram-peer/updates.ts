import { badRequest, TelegramRefusal } from './refusal.ts';
import type { Params } from './requests.ts';

export type Update = { readonly update_id: number; readonly [kind: string]: unknown };

/** The delivery of one update to the webhook: the status of each try, 0 if there was no answer. */
export type WebhookDelivery = { readonly updateId: number; readonly statuses: readonly number[] };

export type Updates = {
  /** Numbers an update and delivers it to the webhook, or keeps it for getUpdates. */
  readonly publish: (kind: string, content: unknown) => Promise<WebhookDelivery>;
  /** Delivers an update again, as Telegram does if the answer was lost. */
  readonly repeat: (updateId: number) => Promise<WebhookDelivery>;
  readonly get: (params: Params<'getUpdates'>) => Promise<readonly Update[]>;
  readonly setWebhook: (params: Params<'setWebhook'>) => void;
  readonly deleteWebhook: (params: Params<'deleteWebhook'>) => void;
  readonly webhookInfo: () => object;
  /** Ends waiting requests and retries. */
  readonly close: () => void;
};

/** Kinds delivered only if requested by name (Bot API, setWebhook). */
const ONLY_IF_NAMED = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const KINDS = new Set([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'my_chat_member',
  ...ONLY_IF_NAMED,
]);

/** Telegram retries for a day, with growing pauses; a test has seconds. */
const FIRST_PAUSE_MS = 50;
const MAX_TRIES = 8;
const ANSWER_TIMEOUT_MS = 10_000;

export function createUpdates(updatesBefore = 0): Updates {
  const published = new Map<number, Update>();
  let pending: Update[] = [];
  let webhook: Params<'setWebhook'> | undefined;
  let allowed: readonly string[] = [];
  let lastError: object = {};
  let lastId = updatesBefore;
  let polling: { readonly wake: () => void; readonly end: () => void } | undefined;
  const closed = new AbortController();

  function allow(kinds: readonly string[] | undefined): void {
    for (const kind of kinds ?? []) if (!KINDS.has(kind)) throw badRequest(`unknown update type ${kind}`);
    allowed = kinds ?? allowed;
  }

  async function deliver(update: Update): Promise<WebhookDelivery> {
    const statuses: number[] = [];
    while (webhook !== undefined && statuses.length < MAX_TRIES && !closed.signal.aborted) {
      if (statuses.length > 0) await pause(FIRST_PAUSE_MS * 2 ** (statuses.length - 1), closed.signal);
      const status = await post(webhook, update, closed.signal);
      statuses.push(status);
      if (status >= 200 && status < 300) {
        pending = pending.filter((other) => other !== update);
        break;
      }
      lastError = {
        last_error_date: Math.floor(Date.now() / 1000),
        last_error_message: status === 0 ? 'Connection failed' : `Wrong response from the webhook: ${status}`,
      };
    }
    return { updateId: update.update_id, statuses };
  }

  return {
    publish: async (kind, content) => {
      if (!KINDS.has(kind)) throw new Error(`there is no update of kind ${kind}`);
      const update = { update_id: ++lastId, [kind]: content };
      const isAllowed = allowed.length === 0 ? !ONLY_IF_NAMED.has(kind) : allowed.includes(kind);
      if (!isAllowed) return { updateId: update.update_id, statuses: [] };
      published.set(update.update_id, update);
      pending.push(update);
      polling?.wake();
      return deliver(update);
    },
    repeat: (updateId) => {
      const update = published.get(updateId);
      if (update === undefined) throw new Error(`there is no update ${updateId}`);
      if (webhook === undefined) pending.push(update);
      return deliver(update);
    },
    get: async ({ offset = 0, limit = 100, timeout = 0, allowed_updates }) => {
      if (webhook !== undefined) {
        throw new TelegramRefusal(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      allow(allowed_updates);
      polling?.end();
      pending = pending.filter(({ update_id }) => update_id >= offset);
      if (pending.length === 0 && timeout > 0) {
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(resolve, timeout * 1000);
          const stop = (then: () => void) => () => {
            clearTimeout(timer);
            then();
          };
          polling = {
            wake: stop(resolve),
            end: stop(() =>
              reject(
                new TelegramRefusal(
                  409,
                  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
                ),
              ),
            ),
          };
          closed.signal.addEventListener('abort', polling.wake, { once: true });
        });
      }
      return pending.slice(0, limit);
    },
    setWebhook: (params) => {
      if (params.url === '') {
        webhook = undefined;
        return;
      }
      const url = URL.parse(params.url);
      // Telegram accepts only https; tests have no certificate for the loopback address.
      const secure =
        url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1');
      if (!secure) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
      if (params.secret_token !== undefined && !/^[\w-]{1,256}$/.test(params.secret_token)) {
        throw badRequest('secret token contains unallowed characters');
      }
      if ((params.max_connections ?? 40) > 100) throw badRequest('max_connections is too large');
      allow(params.allowed_updates);
      webhook = params;
      if (params.drop_pending_updates === true) pending = [];
      for (const update of pending) void deliver(update);
    },
    deleteWebhook: ({ drop_pending_updates }) => {
      webhook = undefined;
      if (drop_pending_updates === true) pending = [];
    },
    webhookInfo: () => ({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: pending.length,
      ...(webhook && { max_connections: webhook.max_connections ?? 40 }),
      ...(webhook && lastError),
      ...(allowed.length > 0 && { allowed_updates: allowed }),
    }),
    close: () => closed.abort(),
  };
}

/** One try; returns its status, 0 if there was no answer. */
async function post({ url, secret_token }: Params<'setWebhook'>, update: Update, closed: AbortSignal) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret_token !== undefined && { 'x-telegram-bot-api-secret-token': secret_token }),
      },
      body: JSON.stringify(update),
      signal: AbortSignal.any([closed, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function pause(ms: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    closed.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
