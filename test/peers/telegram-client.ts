import { startTelegramPeer, type TelegramOptions, type TelegramPeer } from '../support/telegram-peer.ts';

const TOKEN = '4242:AAF-generated';

export type Answer = {
  readonly ok: boolean;
  readonly description?: string;
  readonly parameters?: object;
  readonly result?: unknown;
};

/** A peer with a plain client that sends anything, valid or not. */
export type TelegramClient = {
  readonly peer: TelegramPeer;
  readonly call: (method: string, body?: unknown) => Promise<Answer>;
  /** `ok`, or status and description. */
  readonly outcome: (method: string, body?: unknown) => Promise<string>;
  readonly form: (method: string, fields: Readonly<Record<string, unknown>>, files: Files) => Promise<Answer>;
};
type Files = Readonly<Record<string, Buffer>>;

export async function startTelegramClient(options: Omit<TelegramOptions, 'token'>): Promise<TelegramClient> {
  const peer = await startTelegramPeer({ token: TOKEN, provoked: true, ...options });
  const address = (method: string) => `${peer.url}/bot${TOKEN}/${method}`;
  const call = async (method: string, body: unknown = {}) => {
    const response = await fetch(address(method), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  };
  return {
    peer,
    call,
    outcome: async (method, body) => (await call(method, body)).description ?? 'ok',
    form: async (method, fields, files) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
      }
      for (const [name, bytes] of Object.entries(files)) {
        form.append(name, new Blob([new Uint8Array(bytes)]), `${name}.png`);
      }
      return (await (await fetch(address(method), { method: 'POST', body: form })).json()) as Answer;
    },
  };
}
