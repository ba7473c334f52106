import * as z from 'zod/mini';
import { type Parsed, parseJsonInput } from '../schema.ts';
import { contentDigest, type SiteFile } from './site-file.ts';

/** The file that marks a place as a site and lists its files. */
export const MANIFEST = '.hashtilt-site.json';

const manifestSchema = z.object({
  schema: z.literal('hashtilt/site@1'),
  files: z.record(
    z.string(),
    z.object({ digest: z.string(), bytes: z.int(), key: z.exactOptional(z.string()) }),
  ),
});

type Manifest = Parsed<typeof manifestSchema>;

/** Where a site is published: a folder or a bucket. */
export type SitePlace = {
  /** A file's text; undefined if there is no such file. */
  load(path: string): Promise<string | undefined>;
  /** Saves a whole file, or nothing. */
  save(path: string, body: string | Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  /** @throws InputError if the place has files and no manifest. */
  claim(): Promise<void>;
};

export type Published = {
  readonly files: number;
  readonly bytes: number;
  /** Paths written, then paths removed. */
  readonly changed: readonly string[];
};

/** Concurrent saves: there are thousands of files, and a bucket takes milliseconds for each. */
const MAX_CONCURRENT = 16;

/**
 * Makes a place hold exactly a site's files: saves those that differ, in order, then removes those no longer produced.
 * Saves run concurrently, but a file that links to others waits until all before it are saved: a day's file after its
 * revisions, a page after its data, and the front page last. Files are replaced as a whole, so that a publication
 * killed at any point leaves old and new pages but no partial one; the next publication continues from there.
 */
export async function publishSite(files: Iterable<SiteFile>, place: SitePlace): Promise<Published> {
  const before = await loadManifest(place);
  const now: Record<string, Manifest['files'][string]> = {};
  const changed: string[] = [];
  await concurrently(async (save) => {
    for (const { path, key, body } of files) {
      const known = before.files[path];
      if (key !== undefined && known?.key === key) {
        now[path] = known;
        continue;
      }
      const content = body();
      const digest = contentDigest(content);
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

/** Files of one step do not link to each other. Each page is its own step, as is the state file. */
function stepOf(path: string): string {
  if (isImmutable(path)) return 'immutable';
  return path.startsWith('v1/') ? 'data' : path;
}

/** Whether a file never changes once published: revisions of days. */
export function isImmutable(path: string): boolean {
  return /^v1\/days\/.+\/r\d+\.json$/.test(path);
}

/** Whether a file is never removed: immutable files, and pages and charts that messages may have linked to. */
function isPermanent(path: string): boolean {
  return isImmutable(path) || /^v1\/charts\/|^(owners|pools|countries)\//.test(path);
}

async function loadManifest(place: SitePlace): Promise<Manifest> {
  const text = await place.load(MANIFEST);
  if (text !== undefined) return parseJsonInput(manifestSchema, text, MANIFEST);
  await place.claim();
  // Saved first, so that a publication killed halfway is recognised as a site.
  return saveManifest(place, {});
}

async function saveManifest(place: SitePlace, files: Manifest['files']): Promise<Manifest> {
  const manifest = { schema: 'hashtilt/site@1', files } as const;
  await place.save(MANIFEST, `${JSON.stringify(manifest)}\n`);
  return manifest;
}

/** Starts an act once all acts of other steps are done. @throws the error of an earlier act. */
type Begin = (step: string, act: () => Promise<void>) => Promise<void>;

/** Runs the acts of one step concurrently, one step after another. None is in progress when it returns or throws. */
async function concurrently(run: (begin: Begin) => Promise<void>): Promise<void> {
  const open = new Set<Promise<void>>();
  let current = '';
  try {
    await run(async (step, act) => {
      if (step !== current) await Promise.all(open);
      else if (open.size >= MAX_CONCURRENT) await Promise.race(open);
      current = step;
      // A failed act stays in the set, so that the next wait throws its error.
      const one: Promise<void> = act().then(() => void open.delete(one));
      one.catch(() => {});
      open.add(one);
    });
    await Promise.all(open);
  } finally {
    await Promise.allSettled(open);
  }
}
