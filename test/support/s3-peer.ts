import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';

/**
 * The part of S3 that keeps a static site, on the loopback interface, by paths (`/bucket/key`), written from the API
 * reference. Nothing here is imported from the program.
 */
export type S3Peer = {
  readonly endpoint: string;
  readonly buckets: Buckets;
  readonly close: () => Promise<void>;
};

/** Stored objects by bucket and key. */
export type Buckets = Map<string, Map<string, S3Object>>;

export type S3Object = {
  readonly body: Buffer;
  readonly type: string;
  readonly cacheControl: string | undefined;
};

type Request = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** UTF-8 bytes of a key ("Naming Amazon S3 objects"), and keys of one listing. */
const LONGEST_KEY = 1_024;
const MAX_KEYS = 1_000;

export async function startS3Peer(bucketNames: readonly string[]): Promise<S3Peer> {
  const buckets: Buckets = new Map(bucketNames.map((name) => [name, new Map()]));
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { method = '', headers } = request;
    const {
      status,
      headers: own,
      body,
    } = answerS3(buckets, { method, url, headers, body: await buffer(request) });
    response.writeHead(status, own).end(method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    buckets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The operation, bucket and key of a request by path; undefined if not implemented. */
export function s3OperationOf({ method, url }: Pick<Request, 'method' | 'url'>) {
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (key === '')
    return method === 'GET' && url.searchParams.get('list-type') === '2'
      ? { operation: 'ListObjectsV2', bucket, key }
      : undefined;
  const operation = { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[
    method
  ];
  return operation === undefined ? undefined : { operation, bucket, key };
}

/** Answers one request. */
function answerS3(buckets: Buckets, request: Request): Answer {
  const { url, headers, body } = request;
  if (
    !/^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[\w-]+\/s3\/aws4_request/.test(headers.authorization ?? '')
  )
    return refusal(403, 'AccessDenied', 'Access Denied');
  const asked = s3OperationOf(request);
  if (asked === undefined) return refusal(501, 'NotImplemented', `${request.method} ${url.pathname}`);
  const { operation, bucket, key } = asked;
  const objects = buckets.get(bucket);
  if (objects === undefined) return refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  if (Buffer.byteLength(key) > LONGEST_KEY) return refusal(400, 'KeyTooLongError', 'Your key is too long');
  switch (operation) {
    case 'PutObject':
      return put(objects, key, headers, body);
    case 'DeleteObject':
      objects.delete(key);
      return { status: 204 };
    case 'ListObjectsV2':
      return list(objects, bucket, url.searchParams);
    default: {
      const found = objects.get(key);
      return found === undefined
        ? refusal(404, 'NoSuchKey', 'The specified key does not exist.')
        : { status: 200, headers: headersOf(found), body: found.body };
    }
  }
}

function put(
  objects: Map<string, S3Object>,
  key: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Answer {
  if (headers['content-length'] === undefined && headers['x-amz-decoded-content-length'] === undefined)
    return refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  if (String(headers['content-encoding']).includes('aws-chunked'))
    return refusal(501, 'NotImplemented', 'bodies in chunks');
  const sums: Readonly<Record<string, string>> = {
    'content-md5': createHash('md5').update(body).digest('base64'),
    'x-amz-checksum-crc32': crc32Of(body),
    'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64'),
  };
  for (const [name, sum] of Object.entries(sums))
    if (headers[name] !== undefined && headers[name] !== sum)
      return refusal(400, 'BadDigest', `The ${name} you specified did not match what we received.`);
  const hash = headers['x-amz-content-sha256'];
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== createHash('sha256').update(body).digest('hex'))
    return refusal(400, 'XAmzContentSHA256Mismatch', 'The provided x-amz-content-sha256 does not match.');
  objects.set(key, {
    body,
    type: headers['content-type'] ?? 'binary/octet-stream',
    cacheControl: headers['cache-control'],
  });
  return { status: 200, headers: { etag: etagOf(body) } };
}

function list(objects: Map<string, S3Object>, bucket: string, query: URLSearchParams): Answer {
  const most = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const shown = keys.slice(0, most);
  const contents = shown.map((key) => {
    const { body } = objects.get(key)!;
    return `<Contents><Key>${key}</Key><ETag>${etagOf(body)}</ETag><Size>${body.length}</Size></Contents>`;
  });
  const isTruncated = keys.length > shown.length;
  const next = isTruncated ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : '';
  return xml(
    200,
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${shown.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  );
}

function headersOf({ body, type, cacheControl }: S3Object): Readonly<Record<string, string>> {
  return {
    'content-type': type,
    'content-length': String(body.length),
    etag: etagOf(body),
    ...(cacheControl !== undefined && { 'cache-control': cacheControl }),
  };
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function crc32Of(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

/** An error response of S3 ("Error responses"). */
export function refusal(status: number, code: string, message: string): Answer {
  return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function xml(status: number, body: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
  };
}
