import type { PeerRequest, Reply } from './http-peer.ts';

/** What a test can query and change about a running peer. All values are plain JSON. */
export type Control = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The same control over HTTP, for a peer in another process. */
export type Remote<C> = {
  readonly [Name in keyof C]: C[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

const PATH = '/control';

/** Answers `POST /control` with `{call, args}`; undefined if the request is for the service itself. */
export async function answerControl(control: Control, request: PeerRequest): Promise<Reply | undefined> {
  if (request.url.pathname !== PATH) return undefined;
  const { call, args } = JSON.parse(request.body.toString()) as { call: string; args: never[] };
  const method = control[call];
  if (method === undefined) return { status: 404, body: { error: `this peer has no control "${call}"` } };
  try {
    return { status: 200, body: { result: (await method(...args)) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: (error as Error).message } };
  }
}

/** Controls the peer at `url`, in any process. */
export function controlPeer<C extends Control>(url: string): Remote<C> {
  return new Proxy({} as Remote<C>, {
    get: (_, call) => {
      // An object with a `then` would be taken for a promise.
      if (call === 'then') return undefined;
      return async (...args: unknown[]) => {
        const body = JSON.stringify({ call, args });
        const response = await fetch(new URL(PATH, url), { method: 'POST', body });
        const { result, error } = (await response.json()) as { result?: unknown; error?: string };
        if (error !== undefined) throw new Error(error);
        return result;
      };
    },
  });
}
