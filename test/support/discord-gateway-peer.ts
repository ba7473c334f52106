import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { startHttpPeer } from './peer/http-peer.ts';

/** Opcodes of Discord's gateway. */
const DISPATCH = 0;
const HEARTBEAT = 1;
const IDENTIFY = 2;
const INVALID_SESSION = 9;
const HELLO = 10;
const HEARTBEAT_ACK = 11;

const AUTHENTICATION_FAILED = 4004;

type Frame = { readonly op: number; readonly d: unknown };

/**
 * Discord's gateway on the loopback interface, in front of a Discord peer for everything else. What is posted to
 * `inbox`, as to an interactions endpoint, is sent to the bot over its connection.
 */
export type GatewayPeer = {
  /** What stands for https://discord.com/api. */
  readonly api: string;
  readonly inbox: string;
  /** Waits until the bot has identified itself, and returns its intents. */
  readonly connected: () => Promise<number>;
  /** How often the bot has identified itself. */
  readonly identified: () => number;
  /** Drops the connection, as a network failure does. */
  readonly breakOff: () => void;
  readonly close: () => Promise<void>;
};

export async function startGatewayPeer(discord: string, token: string): Promise<GatewayPeer> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(sockets, 'listening');
  const url = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
  let current: WebSocket | undefined;
  let sequence = 0;
  let identified = 0;
  const waiting: ((intents: number) => void)[] = [];
  const send = (socket: WebSocket, frame: object) => socket.send(JSON.stringify(frame));
  const dispatch = (socket: WebSocket, t: string, d: unknown) =>
    send(socket, { op: DISPATCH, t, s: ++sequence, d });

  sockets.on('connection', (socket) => {
    send(socket, { op: HELLO, d: { heartbeat_interval: 41_250 } });
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data)) as Frame;
      if (op === HEARTBEAT) send(socket, { op: HEARTBEAT_ACK });
      else if (op !== IDENTIFY) send(socket, { op: INVALID_SESSION, d: false });
      else {
        const { token: given, intents } = d as { token: string; intents: number };
        if (given !== token) return socket.close(AUTHENTICATION_FAILED, 'Authentication failed.');
        current = socket;
        identified += 1;
        dispatch(socket, 'READY', ready(url));
        for (const resolve of waiting.splice(0)) resolve(intents);
      }
    });
  });

  const http = await startHttpPeer(async ({ method, url: asked, headers, body }) => {
    if (asked.pathname === '/inbox') {
      dispatch(current!, 'INTERACTION_CREATE', JSON.parse(body.toString()));
      // Not 200: the answer comes separately.
      return { status: 202 };
    }
    if (asked.pathname === '/api/v10/gateway/bot') {
      if (headers.authorization !== `Bot ${token}`) {
        return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
      }
      const session_start_limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
      return { status: 200, body: { url, shards: 1, session_start_limit } };
    }
    const { host, connection, 'content-length': length, 'transfer-encoding': encoding, ...kept } = headers;
    const answer = await fetch(`${discord}${asked.pathname.replace(/^\/api/, '')}${asked.search}`, {
      method,
      headers: kept as Record<string, string>,
      ...(method !== 'GET' && { body: new Uint8Array(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, ...(text !== '' && { body: JSON.parse(text) }) };
  });

  return {
    api: `${http.url}/api`,
    inbox: `${http.url}/inbox`,
    connected: () => new Promise((resolve) => waiting.push(resolve)),
    identified: () => identified,
    breakOff: () => current?.terminate(),
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => sockets.close(resolve));
      await http.close();
    },
  };
}

function ready(resume_gateway_url: string): object {
  const user = { id: '1300000000000000001', username: 'hashtilt', discriminator: '0', bot: true };
  return {
    v: 10,
    user,
    guilds: [],
    session_id: 'generated-session',
    resume_gateway_url,
    application: { id: user.id, flags: 0 },
  };
}
