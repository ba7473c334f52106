import { extname } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { InputError } from '../errors.ts';
import { isImmutable, type SitePlace } from '../site/publish.ts';
import { StoreError } from './store-error.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ico': 'image/vnd.microsoft.icon',
  '.atom': 'application/atom+xml',
  // The Parquet format's own type (IANA registry of media types).
  '.parquet': 'application/vnd.apache.parquet',
};

/** The type of JSON Feed (jsonfeed.org, version 1.1). */
const JSON_FEED = 'application/feed+json';

/** For files that never change: a year, the longest a cache should be asked for (RFC 2616, 14.21). */
const FOREVER = 'public, max-age=31536000, immutable';

/** For other files: changes show within five minutes, without invalidating caches. */
const MINUTES = 'public, max-age=300';

/** A site in a bucket. S3 replaces objects atomically, with consistent reads. */
export function siteBucket(bucket: string, config: S3ClientConfig): SitePlace {
  const client = new S3Client(config);
  const withStoreErrors = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      const { name = 'failed', message = '' } = cause as Partial<Error>;
      throw new StoreError(`S3: ${name}: ${message}`, { retryable: true, cause });
    }
  };
  return {
    load: (path) =>
      withStoreErrors(async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: path }));
          return await Body?.transformToString();
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      }),
    save: (path, body) =>
      withStoreErrors(async () => {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: path,
            Body: body,
            ContentType: contentType(path),
            CacheControl: isImmutable(path) ? FOREVER : MINUTES,
          }),
        );
      }),
    remove: (path) =>
      withStoreErrors(async () => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: path }));
      }),
    async claim() {
      const { KeyCount } = await withStoreErrors(() =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 })),
      );
      if (KeyCount !== 0)
        throw new InputError([{ where: bucket, what: "contains someone else's objects; empty it first" }]);
    },
  };
}

function contentType(path: string): string {
  const type = path.endsWith('.feed.json') ? JSON_FEED : TYPES[extname(path)];
  if (type === undefined) throw new TypeError(`${path}: unknown content type`);
  return type;
}
