import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DISCORD, type Published, TELEGRAM } from './published.ts';

const GITHUB = 'https://api.github.com';
const TIMEOUT_MS = 60_000;

/**
 * Fetches a published description into `folder` and returns the file.
 *
 * @throws Error if it cannot be fetched, or its content does not have the pinned digest
 */
export async function fetchSpec(published: Published, folder: string, api = GITHUB): Promise<string> {
  const { repository, blob, sha256, file } = published;
  const address = `${api}/repos/${repository}/git/blobs/${blob}`;
  const response = await fetch(address, {
    headers: { accept: 'application/vnd.github.raw+json', 'user-agent': 'hashtilt' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`${address} has SHA-256 ${found}, not ${sha256}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, file);
  // A partial file never has the final name.
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
  return path;
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? '.specs');
  for (const published of [TELEGRAM, DISCORD]) console.log(await fetchSpec(published, folder));
  console.log(`HASHTILT_SPECS=${folder} npm test`);
}
