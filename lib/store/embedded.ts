import { mkdir } from 'node:fs/promises';
import { embeddedClientConfig } from './embedded-client.ts';
import { type Answerer, type OpenFiles, openFiles } from './embedded-engine.ts';
import { ClassicLevel } from './embedded-files.ts';
import type { StoreError } from './store-error.ts';

/** Shortest interval between attempts to reopen files that could not be written, for example on a full disk. */
const REOPEN_MS = 5000;

/**
 * Starts the embedded store in this process, creating its folder if needed; other processes reach it only through
 * `serveChild`. Acknowledged writes survive even if its files fail later; it then rejects every call until they can be
 * reopened.
 *
 * @throws StoreError if another process has the folder open, or its files are damaged.
 */
export async function startEmbedded(path: string) {
  // Chats and their watches are private, even from other users of this machine.
  await mkdir(path, { recursive: true, mode: 0o700 });
  let files: OpenFiles | undefined = await openFiles(path);
  let fault: StoreError | undefined;
  let openedAt = performance.now();
  let opening: Promise<void> | undefined;

  async function reopen(): Promise<void> {
    openedAt = performance.now();
    try {
      await files?.close();
      files = undefined;
      files = await openFiles(path);
      fault = undefined;
    } catch (error) {
      fault = error as StoreError;
    }
    opening = undefined;
  }
  async function current(): Promise<OpenFiles> {
    fault = files?.fault() ?? fault;
    if (fault?.retryable === true && performance.now() - openedAt >= REOPEN_MS) opening ??= reopen();
    await opening;
    if (files === undefined || fault !== undefined) throw fault;
    return files;
  }
  const answer: Answerer = async (operation, request) => (await current()).answer(operation, request);
  return {
    config: embeddedClientConfig(answer),
    answer,
    compact: async () => (await current()).compact(),
    close: async () => files?.close(),
  };
}

/** Empties the files of an embedded store that is not open. */
export async function eraseEmbedded(path: string): Promise<void> {
  const files = new ClassicLevel(path);
  await files.clear();
  await files.close();
}
