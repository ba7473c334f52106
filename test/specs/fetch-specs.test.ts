import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-cli.ts';
import { fetchSpec } from '../support/specs/fetch-specs.ts';
import { DISCORD, TELEGRAM } from '../support/specs/published.ts';

const content = '{"methods": {}}';
const published = {
  file: 'description.json',
  repository: 'somebody/descriptions',
  blob: '1234567890123456789012345678901234567890',
  sha256: createHash('sha256').update(content).digest('hex'),
};

let server: Server;
let api: string;
let answer: { status: number; body: string };
let asked: (string | undefined)[];
beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: content };
  server = createServer((request, response) => {
    asked.push(request.url, request.headers.accept);
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('a published description', () => {
  it('is fetched by the pinned id of its content', async () => {
    using folder = temporaryFolder();
    const path = await fetchSpec(published, join(folder.path, 'new'), api);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(asked).toEqual([
      `/repos/somebody/descriptions/git/blobs/${published.blob}`,
      'application/vnd.github.raw+json',
    ]);
  });

  it.each([
    [{ status: 404, body: '{}' }, /answered 404/],
    [{ status: 200, body: '{"methods": {} }' }, /has SHA-256 .*, not /],
  ])('is not saved if the answer is another: %j', async (wrong, words) => {
    using folder = temporaryFolder();
    answer = wrong;
    await expect(fetchSpec(published, folder.path, api)).rejects.toThrow(words);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  const specs = process.env.HASHTILT_SPECS;
  it.skipIf(specs === undefined).each([TELEGRAM, DISCORD])('in use is the pinned one: $file', (pinned) => {
    const path = join(specs ?? '', pinned.file);
    expect(existsSync(path)).toBe(true);
    const bytes = readFileSync(path);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(pinned.sha256);
    // Git's id of this content.
    const header = `blob ${bytes.length}\0`;
    expect(createHash('sha1').update(header).update(bytes).digest('hex')).toBe(pinned.blob);
  });
});
