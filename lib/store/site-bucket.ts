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

/** What a browser is told of each kind of file; those of text are UTF-8. */
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

/** A year, the longest that caches are asked for (RFC 2616, 14.21); where nothing ever changes nobody need ask again. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What a day or a signal changes is seen after five minutes at most, and no cache has to be told. */
const FOR_MINUTES = 'public, max-age=300';

/** A site in a bucket. S3 replaces an object as a whole, and whoever reads after that gets the new one. */
export function siteBucket(bucket: string, config: S3ClientConfig): SitePlace {
  const client = new S3Client(config);
  const told = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      const { name = 'failed', message = '' } = cause as Partial<Error>;
      throw new StoreError(`S3: ${name}: ${message}`, { retryable: true, cause });
    }
  };
  return {
    load: (path) =>
      told(async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: path }));
          return await Body?.transformToString();
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      }),
    save: (path, body) =>
      told(async () => {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: path,
            Body: body,
            ContentType: contentType(path),
            CacheControl: isImmutable(path) ? FOR_EVER : FOR_MINUTES,
          }),
        );
      }),
    remove: (path) =>
      told(async () => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: path }));
      }),
    async claim() {
      const { KeyCount } = await told(() =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 })),
      );
      if (KeyCount !== 0)
        throw new InputError([{ where: bucket, what: 'holds objects of somebody else; empty it first' }]);
    },
  };
}

function contentType(path: string): string {
  const type = path.endsWith('.feed.json') ? JSON_FEED : TYPES[extname(path)];
  if (type === undefined) throw new TypeError(`${path}: what type is that?`);
  return type;
}
