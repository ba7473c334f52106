import { createReadStream } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { ENV, type Settings } from '../config/environment.ts';
import { MISSING, SERVED_POLICY } from '../site/page.ts';
import type { Part } from './run-station.ts';

/** What every answer says beside its file; there is no encryption here to insist on. */
const HEADERS = {
  'Content-Security-Policy': SERVED_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Charts and data are there for other pages, too.
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=60',
} as const;

/** Serves a site's folder until told to stop. A port that is in use fails, and says which setting names another. */
export function servingPage(
  folder: string,
  listen: NonNullable<Settings['siteListen']>,
  log: (line: string) => void,
): Part {
  return {
    name: 'page',
    run: (signal) =>
      new Promise((resolve, reject) => {
        const files = sirv(folder, {
          // Files are looked for when they are asked for: the daily job replaces them.
          dev: true,
          etag: true,
          onNoMatch: (_, response) => answerMissing(folder, response),
          setHeaders: (response) => {
            for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
          },
        });
        const server = createServer(files as RequestListener);
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

/** Says that there is no such page, by the site's own page where it has one. */
function answerMissing(folder: string, response: ServerResponse): void {
  response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' });
  createReadStream(join(folder, MISSING))
    .once('error', () => response.end('There is no page here yet.\n'))
    .pipe(response);
}

function inUse({ host, port }: NonNullable<Settings['siteListen']>): string {
  return `port ${port} of ${host} is in use; ${ENV.siteListen} names another`;
}
