import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseEnvironment } from '../../lib/config/environment.ts';
import { openSources } from '../../lib/sources/open-sources.ts';

const MIB = 2 ** 20;

/** Answers every request with white space, without end, until it is cut off. */
let server: Server;
let sent = 0;
beforeEach(async () => {
  sent = 0;
  server = createServer((_, response) => {
    const chunk = Buffer.alloc(MIB, ' ');
    const write = () => {
      while (!response.destroyed && sent < 1_024 * MIB) {
        sent += chunk.length;
        if (!response.write(chunk)) return;
      }
    };
    response.on('drain', write);
    write();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('an answer without end is cut off, and its source named', async () => {
  const { port } = server.address() as AddressInfo;
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: `mempool:http://127.0.0.1:${port}` });
  const deps = { fetch, now: Date.now, random: () => 0, sleep: async () => {}, readFile: async () => '' };
  const source = openSources(sources, deps, 0)[0]!;
  const expected = /^mempool\.space \(GET http:\S+\): answered with more than 32 MiB, expected/;
  await expect(source.tip()).rejects.toThrow(expected);
  // Some is on its way when the reader leaves; a second request would double it.
  expect(sent).toBeLessThan(60 * MIB);
});
