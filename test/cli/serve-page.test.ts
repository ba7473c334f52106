import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pageServer } from '../../lib/cli/serve-page.ts';
import { temporaryFolder } from '../support/run-cli.ts';

it('a file of the page that cannot be read fails its own request, and the station serves the others', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'index.html'), 'a page');
  // A socket file exists but cannot be opened.
  const socket = createServer().listen(join(folder.path, 'broken.html'));
  const stop = new AbortController();
  const told = Promise.withResolvers<string>();
  const page = pageServer(folder.path, { host: '127.0.0.1', port: 0 }, told.resolve).run(stop.signal);
  const address = (await told.promise).replace('page: ', '');
  const text = async (path: string) => (await fetch(address + path)).text();
  await expect(text('broken.html')).rejects.toThrow();
  expect(await text('index.html')).toBe('a page');
  stop.abort();
  await page;
  socket.close();
});
