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

/**
 * Brings a place to what a site's files say: writes what differs, in the order of the files, then removes what is no
 * longer theirs. A file is replaced as a whole, so that whoever stops it anywhere leaves old pages and new ones, and
 * no half of one; the next publication goes on from there.
 */
export async function publishSite(files: Iterable<SiteFile>, place: SitePlace): Promise<Published> {
  const before = await loadManifest(place);
  const now: Record<string, Manifest['files'][string]> = {};
  const changed: string[] = [];
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
    await place.save(path, content);
    changed.push(path);
  }
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

/** What is promised to stay at its address: revisions of days, and pages that messages have led to. */
function isPermanent(path: string): boolean {
  return /^v1\/days\/.+\/r\d+\.json$|^v1\/charts\/|^(owners|pools|countries)\//.test(path);
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
