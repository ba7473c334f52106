import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { siteBucket } from '../../lib/store/site-bucket.ts';
import { type S3Peer, startS3Peer } from '../support/s3-peer.ts';

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

describe('a site in a bucket', () => {
  let s3: S3Peer;
  beforeEach(async () => {
    s3 = await startS3Peer(['page']);
  });
  afterEach(() => s3.close());
  const placeIn = (bucket: string) =>
    siteBucket(bucket, { endpoint: s3.endpoint, region: 'eu-central-1', credentials: CREDENTIALS });
  const objects = () => s3.buckets.get('page')!;

  it('returns what was saved, and undefined for what was not', async () => {
    const place = placeIn('page');
    await place.save('v1/latest.json', '{"größe":1}');
    expect(await place.load('v1/latest.json')).toBe('{"größe":1}');
    expect(await place.load('v1/other.json')).toBeUndefined();
    await place.remove('v1/latest.json');
    expect([...objects().keys()]).toEqual([]);
  });

  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['charts.js', 'text/javascript; charset=utf-8'],
    ['v1/latest.json', 'application/json'],
    ['v1/warnings.feed.json', 'application/feed+json'],
    ['v1/warnings.atom', 'application/atom+xml'],
    ['v1/badge.svg', 'image/svg+xml'],
    ['favicon.ico', 'image/vnd.microsoft.icon'],
    ['v1/history/shares.csv', 'text/csv; charset=utf-8'],
    ['v1/history/shares.parquet', 'application/vnd.apache.parquet'],
  ])('says what %s is, and that it is fresh for minutes', async (path, type) => {
    await placeIn('page').save(path, new Uint8Array([1]));
    expect(objects().get(path)).toMatchObject({ type, cacheControl: 'public, max-age=300' });
  });

  it('lets a revision be cached forever, since it never changes', async () => {
    await placeIn('page').save('v1/days/2025-01-08/r1.json', '{}');
    expect(objects().get('v1/days/2025-01-08/r1.json')?.cacheControl).toBe(
      'public, max-age=31536000, immutable',
    );
  });

  it("is not claimed if it contains someone else's objects", async () => {
    const place = placeIn('page');
    await place.claim();
    await place.save('index.html', 'mine');
    await expect(place.claim()).rejects.toThrow("page: contains someone else's objects; empty it first");
  });

  it('reports what S3 says if there is no such bucket', async () => {
    await expect(placeIn('other').save('index.html', 'mine')).rejects.toThrow('S3: NoSuchBucket');
  });
});
