import { createHash } from 'node:crypto';
import { Feed } from 'feed';
import * as z from 'zod/mini';
import { addDays, type UtcDay } from '../../core/ledger/utc-day.ts';
import { html } from '../../messages/html.ts';
import type { Message } from '../../messages/message.ts';
import { addressOf } from '../../messages/page-link.ts';
import { renderSections } from '../../messages/render-html.ts';
import { renderPlain } from '../../messages/render-plain.ts';
import type { Parsed } from '../../schema.ts';
import { contentDigest, type SiteFile } from '../site-file.ts';
import { LICENCE } from './documents.ts';

/** Digests of entries as last published, by id: an entry whose digest changes counts as updated. */
export const feedStateSchema = z.record(z.string(), z.object({ digest: z.string(), updated: z.string() }));

export type FeedState = Parsed<typeof feedStateSchema>;

/** One entry: a day's message, and the page it links to. */
export type FeedEntry = { readonly day: UtcDay; readonly message: Message; readonly path: string };

type About = {
  readonly name: 'warnings' | 'digests';
  readonly title: string;
  readonly description: string;
  readonly entries: readonly FeedEntry[];
};

/** Writes feeds with absolute URLs. @param day the newest closed day: entries that changed are dated to its close. */
export function feedFiles(
  feeds: readonly About[],
  { url, day, before }: { readonly url: string; readonly day: UtcDay; readonly before: FeedState },
): { readonly files: readonly SiteFile[]; readonly state: FeedState } {
  const state: Record<string, FeedState[string]> = {};
  const files = feeds.flatMap((about) => {
    const dated = about.entries.map((entry) => {
      const { id } = entry.message;
      const digest = contentDigest(renderPlain(entry.message));
      const published = closeOf(entry.day);
      const known = before[id];
      const updated =
        known === undefined
          ? published
          : known.digest === digest
            ? new Date(known.updated)
            : later(known.updated, closeOf(day));
      state[id] = { digest, updated: updated.toISOString() };
      return { ...entry, published, updated };
    });
    const feed = feedOf(about, dated, url);
    return [
      { path: `v1/${about.name}.atom`, body: () => feed.atom1() },
      { path: `v1/${about.name}.feed.json`, body: () => feed.json1() },
    ];
  });
  return { files, state };
}

function feedOf(
  { name, title, description }: About,
  entries: readonly (FeedEntry & { readonly published: Date; readonly updated: Date })[],
  url: string,
): Feed {
  const address = (path: string) => addressOf(url, path);
  const feed = new Feed({
    id: idOf(name),
    title,
    description,
    link: address('index.html'),
    language: 'en',
    generator: 'Hashtilt',
    author: { name: 'Hashtilt' },
    copyright: `${LICENCE.name}, ${LICENCE.url}`,
    updated: new Date(Math.max(0, ...entries.map(({ updated }) => updated.getTime()))),
    feedLinks: { atom: address(`v1/${name}.atom`), json: address(`v1/${name}.feed.json`) },
  });
  for (const { message, path, published, updated } of entries)
    feed.addItem({
      id: idOf(message.id),
      // An Atom title is read as HTML.
      title: `${html`${message.title}`}`,
      link: address(path),
      published,
      date: updated,
      content: `${html`<div>${renderSections(message.sections)}</div>`}`,
    });
  return feed;
}

/** A URN that is stable wherever the site is published: a name-based UUID (RFC 9562, version 8). */
function idOf(name: string): string {
  const hash = createHash('sha256').update(`hashtilt ${name}`).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** The midnight that ends a day: nothing can be published about it earlier. */
function closeOf(day: UtcDay): Date {
  return new Date(`${addDays(day, 1)}T00:00:00Z`);
}

function later(before: string, now: Date): Date {
  return new Date(Math.max(Date.parse(before) + 1000, now.getTime()));
}
