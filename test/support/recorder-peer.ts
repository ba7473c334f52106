import { startHttpPeer } from './peer/http-peer.ts';

/** A recorded call: its last path segments and its body, or the part names of a form. */
export type RecordedCall = { readonly call: string; readonly body: unknown };

/** A proxy in front of another local server that records every request. */
export async function startRecorder(target: string): Promise<{
  readonly url: string;
  readonly calls: readonly RecordedCall[];
  /** Clears the recorded calls. */
  readonly clear: () => void;
  readonly close: () => Promise<void>;
}> {
  const calls: RecordedCall[] = [];
  const http = await startHttpPeer(async ({ method, url, headers, body }) => {
    const { host, connection, 'content-length': length, 'transfer-encoding': encoding, ...kept } = headers;
    calls.push({ call: callOf(method, url.pathname), body: readable(headers['content-type'] ?? '', body) });
    try {
      const answer = await fetch(`${target}${url.pathname}${url.search}`, {
        method,
        headers: kept as Record<string, string>,
        ...(method !== 'GET' && { body: new Uint8Array(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, ...(text !== '' && { body: parsed(text) }) };
    } catch {
      return 'reset';
    }
  });
  return { url: http.url, calls, clear: () => calls.splice(0), close: http.close };
}

/** Telegram's method, or Discord's method and path below the version. */
function callOf(method: string, path: string): string {
  return /^\/bot[^/]+\/(\w+)$/.exec(path)?.[1] ?? `${method} ${path.replace(/^\/v10/, '')}`;
}

function readable(type: string, body: Buffer): unknown {
  if (type.startsWith('application/json')) return body.length === 0 ? {} : JSON.parse(body.toString());
  return [...body.toString('latin1').matchAll(/ name="?([\w[\]]+)"?/gi)].map(([, name]) => name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
