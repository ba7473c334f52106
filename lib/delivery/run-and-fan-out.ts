import type { Vendor } from '../chats/chat-key.ts';
import type { Due } from '../chats/due.ts';
import type { BeforeCommit } from '../daily/commit-day.ts';
import { fanOut, noteNews, type WakeDeps } from './wake.ts';

/**
 * Runs something that may commit news and, where it did, has every chat of some services looked at. A repeat of a run
 * that was ended right after its commit finds nothing new; a note made before the commit has the chats looked at then.
 * @param seconds longer than the run may take. @param run calls what it is given before it commits.
 */
export async function runAndFanOut<T>(
  deps: WakeDeps,
  findVendors: () => Promise<readonly Vendor[]>,
  seconds: number,
  run: (beforeCommit: BeforeCommit) => Promise<T>,
): Promise<T> {
  let news: { readonly vendors: readonly Vendor[]; readonly noted: readonly Due[] } | undefined;
  const done = await run(async () => {
    const vendors = await findVendors();
    news = { vendors, noted: await noteNews(deps, vendors, seconds) };
  });
  if (news !== undefined) await fanOut(deps, news.vendors, news.noted);
  return done;
}
