import { createReadStream } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { ENV, type Settings } from '../config/environment.ts';
import { MISSING, SERVED_POLICY } from '../site/page.ts';
import type { Part } from './run-station.ts';

/** Headers of every response. No HSTS: this server has no TLS. */
const HEADERS = {
  'Content-Security-Policy': SERVED_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Other pages may load charts and data.
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=60',
} as const;

/** Serves a site's folder until aborted. Fails if the port is in use, naming the setting that changes it. */
export function pageServer(
  folder: string,
  listen: NonNullable<Settings['siteListen']>,
  log: (line: string) => void,
): Part {
  return {
    name: 'page',
    run: (signal) =>
      new Promise((resolve, reject) => {
        const files = sirv(folder, {
          // Looks files up per request: the daily job replaces them.
          dev: true,
          etag: true,
          onNoMatch: (_, response) => answerMissing(folder, response),
          setHeaders: (response) => {
            for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
          },
        });
        const server = createServer((request, response) => {
          // Without a listener, a file that cannot be read to its end would end the process.
          response.once('pipe', (file) => file.once('error', () => response.destroy()));
          (files as RequestListener)(request, response);
        });
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(error.code === 'EADDRINUSE' ? new Error(inUse(listen)) : error),
        );
        server.listen(listen.port, listen.host, () => {
          const { address, family, port } = server.address() as AddressInfo;
          log(`page: http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`);
        });
        signal.addEventListener('abort', () => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
      }),
  };
}

/** Answers 404, with the site's own page if it has one. */
function answerMissing(folder: string, response: ServerResponse): void {
  response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' });
  createReadStream(join(folder, MISSING))
    .once('error', () => response.end('There is no page here yet.\n'))
    .pipe(response);
}

function inUse({ host, port }: NonNullable<Settings['siteListen']>): string {
  return `port ${port} of ${host} is in use; set another with ${ENV.siteListen}`;
}
