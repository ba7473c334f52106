import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from '../compile-cache.ts';
import { type Control, controlPeer, type Remote } from './control.ts';

/** A peer that outlives the processes under test. */
export type PeerProcess<C extends Control> = {
  readonly url: string;
  readonly control: Remote<C>;
  /** Ends it, after it has saved its counts. */
  readonly stop: () => Promise<void>;
};

/** Starts a peer of `test/support` in a separate process. */
export async function startPeerProcess<C extends Control>(
  peer: 'telegram' | 'discord',
  options: object,
): Promise<PeerProcess<C>> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-peer-'));
  const file = join(folder, 'options.json');
  writeFileSync(file, JSON.stringify(options));
  const main = fileURLToPath(new URL(`../${peer}-peer.ts`, import.meta.url));
  const child = spawn(process.execPath, [main, '--options', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
  });
  const ended = once(child, 'exit');
  const [line] = await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    ended.then(() => Promise.reject(new Error(`the ${peer} peer ended before it was ready`))),
  ]);
  const url = String(line).trim();
  return {
    url,
    control: controlPeer<C>(url),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
