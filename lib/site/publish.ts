import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Parsed, parseJsonInput } from '../schema.ts';
import type { SiteFile } from './site-file.ts';

/** The file that marks a place as a site's, and says what is in it. */
export const MANIFEST = '.hashtilt-site.json';

const manifestSchema = z.object({
  schema: z.literal('hashtilt/site@1'),
  files: z.record(
    z.string(),
    z.object({ digest: z.string(), bytes: z.int(), key: z.exactOptional(z.string()) }),
  ),
});

type Manifest = Parsed<typeof manifestSchema>;

/** Where a site is put: a folder, or a bucket. */
export type SitePlace = {
  /** A file's text; undefined where there is none. */
  load(path: string): Promise<string | undefined>;
  /** Puts a file there: whole, or not at all. */
  save(path: string, body: string | Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  /** @throws InputError where there are files, and none says that they are a site's. */
  claim(): Promise<void>;
};

/** What a publication came to. */
export type Published = {
  readonly files: number;
  readonly bytes: number;
  /** Paths that were written or removed, in that order. */
  readonly changed: readonly string[];
};

/** Files that are saved at a time: a bucket answers each after some milliseconds, and there are thousands. */
const MOST_AT_ONCE = 16;

/**
 * Brings a place to what a site's files say: writes what differs, in the order of the files, then removes what is no
 * longer theirs. Files are saved side by side, but what leads to others only when all before it are there: a day's
 * address after its revisions, a page after its data, and the front page last. A file is replaced as a whole, so that
 * whoever stops it anywhere leaves old pages and new ones, and no half of one; the next publication goes on from there.
 */
export async function publishSite(files: Iterable<SiteFile>, place: SitePlace): Promise<Published> {
  const before = await loadManifest(place);
  const now: Record<string, Manifest['files'][string]> = {};
  const changed: string[] = [];
  await sideBySide(async (save) => {
    for (const { path, key, body } of files) {
      const known = before.files[path];
      if (key !== undefined && known?.key === key) {
        now[path] = known;
        continue;
      }
      const content = body();
      const digest = createHash('sha256').update(content).digest('base64url').slice(0, 22);
      now[path] = { digest, bytes: Buffer.byteLength(content), ...(key === undefined ? {} : { key }) };
      if (known?.digest === digest) continue;
      await save(stepOf(path), () => place.save(path, content));
      changed.push(path);
    }
  });
  for (const path of Object.keys(before.files)) {
    if (Object.hasOwn(now, path)) continue;
    if (isPermanent(path)) now[path] = before.files[path]!;
    else {
      await place.remove(path);
      changed.push(path);
    }
  }
  if (changed.length > 0) await saveManifest(place, now);
  const bytes = Object.values(now).reduce((sum, one) => sum + one.bytes, 0);
  return { files: Object.keys(now).length, bytes, changed };
}

/** Files of one step lead to none of one another. Pages are a step each, as is what the next publication goes on from. */
function stepOf(path: string): string {
  if (isImmutable(path)) return 'immutable';
  return path.startsWith('v1/') ? 'data' : path;
}

/** What never changes once it is there: revisions of days. */
export function isImmutable(path: string): boolean {
  return /^v1\/days\/.+\/r\d+\.json$/.test(path);
}

/** What is promised to stay at its address: what never changes, and pages that messages have led to. */
function isPermanent(path: string): boolean {
  return isImmutable(path) || /^v1\/charts\/|^(owners|pools|countries)\//.test(path);
}

async function loadManifest(place: SitePlace): Promise<Manifest> {
  const text = await place.load(MANIFEST);
  if (text !== undefined) return parseJsonInput(manifestSchema, text, MANIFEST);
  await place.claim();
  // First of all, so that what is stopped half way is known as a site's.
  return saveManifest(place, {});
}

async function saveManifest(place: SitePlace, files: Manifest['files']): Promise<Manifest> {
  const manifest = { schema: 'hashtilt/site@1', files } as const;
  await place.save(MANIFEST, `${JSON.stringify(manifest)}\n`);
  return manifest;
}

/** Begins something once all of other steps is done. @throws what something before it threw. */
type Begin = (step: string, act: () => Promise<void>) => Promise<void>;

/** Does things of one step side by side, one step after another. When it returns or throws, none is in progress. */
async function sideBySide(run: (begin: Begin) => Promise<void>): Promise<void> {
  const open = new Set<Promise<void>>();
  let current = '';
  try {
    await run(async (step, act) => {
      if (step !== current) await Promise.all(open);
      else if (open.size >= MOST_AT_ONCE) await Promise.race(open);
      current = step;
      // One that failed stays, so that whoever waits next hears of it.
      const one: Promise<void> = act().then(() => void open.delete(one));
      one.catch(() => {});
      open.add(one);
    });
    await Promise.all(open);
  } finally {
    await Promise.allSettled(open);
  }
}
