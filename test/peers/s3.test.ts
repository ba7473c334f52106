import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type S3Peer, startS3Peer } from '../support/s3-peer.ts';

const SIGNED = 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/s3/aws4_request';
const sha256 = (body: string) => createHash('sha256').update(body).digest('hex');

describe('the S3 peer', () => {
  let s3: S3Peer;
  beforeEach(async () => {
    s3 = await startS3Peer(['page']);
  });
  afterEach(() => s3.close());

  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const answer = await fetch(`${s3.endpoint}${path}`, {
      method,
      headers: { authorization: SIGNED, ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const put = (path: string, body: string, headers: Record<string, string> = {}) =>
    ask('PUT', path, { 'x-amz-content-sha256': sha256(body), ...headers }, body);

  it('keeps an object with its content type and cache control', async () => {
    const headers = { 'content-type': 'text/csv', 'cache-control': 'max-age=60' };
    expect(await put('/page/a%20b.csv', 'x', headers)).toMatchObject({ status: 200 });
    const found = await ask('GET', '/page/a%20b.csv');
    expect(found).toMatchObject({ status: 200, text: 'x' });
    expect(found.headers.get('content-type')).toBe('text/csv');
    expect(found.headers.get('cache-control')).toBe('max-age=60');
    expect((await ask('HEAD', '/page/a%20b.csv')).headers.get('content-length')).toBe('1');
  });

  it('lists keys in order, in pages', async () => {
    for (const key of ['c', 'a', 'b']) await put(`/page/${key}`, key);
    const first = await ask('GET', '/page?list-type=2&max-keys=2');
    expect([...first.text.matchAll(/<Key>(\w)/g)].map(([, key]) => key)).toEqual(['a', 'b']);
    const [, token] = /<NextContinuationToken>(.+)<\/Next/.exec(first.text)!;
    const next = await ask('GET', `/page?list-type=2&continuation-token=${token}`);
    expect(next.text).toContain('<KeyCount>1</KeyCount>');
    expect(next.text).toContain('<IsTruncated>false</IsTruncated>');
  });

  it('deletes objects, and accepts deleting a missing one', async () => {
    await put('/page/a', 'a');
    expect((await ask('DELETE', '/page/a')).status).toBe(204);
    expect((await ask('DELETE', '/page/a')).status).toBe(204);
  });

  it.each([
    ['an unsigned request', () => ask('GET', '/page/a', { authorization: 'none' }), 403, 'AccessDenied'],
    ['a missing bucket', () => ask('GET', '/other/a'), 404, 'NoSuchBucket'],
    ['a missing object', () => ask('GET', '/page/a'), 404, 'NoSuchKey'],
    ['a key of more than 1,024 bytes', () => put(`/page/${'a'.repeat(1_025)}`, ''), 400, 'KeyTooLongError'],
    ['a wrong checksum', () => put('/page/a', 'a', { 'x-amz-checksum-crc32': 'AAAAAA==' }), 400, 'BadDigest'],
    [
      'a body other than the one signed',
      () => put('/page/a', 'a', { 'x-amz-content-sha256': sha256('b') }),
      400,
      'XAmzContentSHA256Mismatch',
    ],
    [
      'a body in chunks',
      () => put('/page/a', 'a', { 'content-encoding': 'aws-chunked' }),
      501,
      'NotImplemented',
    ],
    ['an unknown operation', () => ask('POST', '/page/a'), 501, 'NotImplemented'],
  ])('refuses %s', async (_name, act, status, code) => {
    const answer = await act();
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
  });
});
