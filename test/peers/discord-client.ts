import { type DiscordOptions, type DiscordPeer, startDiscordPeer } from '../support/discord-peer.ts';

const TOKEN = 'MTIz.GhIjKl.generated';
export const CHANNEL = '1100000000000000007';
export const NEWS = '1100000000000000008';
export const APPLICATION = '1300000000000000001';

/** Required in every message. */
export const quiet = { allowed_mentions: { parse: [] } };
let nonces = 0;
/** A valid message with a unique nonce. */
export function message(part: object = {}): object {
  return { content: 'x', ...quiet, nonce: `n${++nonces}`, enforce_nonce: true, ...part };
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Body };
type Body = {
  readonly id?: string;
  readonly message?: string;
  readonly code?: number;
  readonly [name: string]: unknown;
};

/** A peer with a plain client that sends anything, valid or not. */
export type DiscordClient = {
  readonly peer: DiscordPeer;
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Status, code and text of a refusal, or the status alone. */
  readonly outcome: (method: string, path: string, body?: unknown) => Promise<string>;
  readonly form: (path: string, payload: object, files: Readonly<Record<string, Buffer>>) => Promise<Answer>;
};

export async function startDiscordClient(options: Partial<DiscordOptions> = {}): Promise<DiscordClient> {
  const peer = await startDiscordPeer({
    token: TOKEN,
    channels: [CHANNEL, { id: NEWS, type: 5 }],
    provoked: true,
    limits: { route: null },
    ...options,
  });
  const headers = { authorization: `Bot ${TOKEN}`, 'user-agent': 'DiscordBot (https://a.example, 1.0)' };
  const send = async (method: string, path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${peer.url}/v10${path}`, { ...init, method });
    const text = await response.text();
    const body = (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : { text }) as Body;
    return { status: response.status, headers: response.headers, body };
  };
  const call = (method: string, path: string, body?: unknown) => {
    if (body === undefined) return send(method, path, { headers });
    const json = { ...headers, 'content-type': 'application/json' };
    return send(method, path, { headers: json, body: JSON.stringify(body) });
  };
  return {
    peer,
    call,
    outcome: async (method, path, body) => {
      const answer = await call(method, path, body);
      const { code, message: words } = answer.body;
      return code === undefined ? String(answer.status) : `${answer.status} ${code} ${words}`;
    },
    form: (path, payload, files) => {
      const form = new FormData();
      form.append('payload_json', JSON.stringify(payload));
      for (const [index, [name, bytes]] of Object.entries(files).entries()) {
        form.append(`files[${index}]`, new Blob([new Uint8Array(bytes)]), name);
      }
      return send('POST', path, { headers, body: form });
    },
  };
}
