import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webhook } from '../../lib/lambda/webhook.ts';
import { bodyOf } from '../../lib/services/webhook.ts';
import { context, request } from './events.ts';

beforeEach(() => {
  for (const way of ['info', 'warn', 'error'] as const) vi.spyOn(console, way).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe('a request to a webhook', () => {
  it('is answered with 503, unread, while the bot is not set up', async () => {
    expect(await webhook(async () => null)(request('{}'), context)).toEqual({ statusCode: 503 });
  });

  it('is passed on as it was sent, even if the HTTP API has encoded it', async () => {
    const handler = webhook(async () => async (one) => ({ statusCode: 200, body: String(bodyOf(one)) }));
    const body = '{"text":"€"}';
    expect(await handler(request(body), context)).toEqual({ statusCode: 200, body });
    const encoded = Buffer.from(body).toString('base64');
    expect(await handler(request(encoded, {}, true), context)).toEqual({ statusCode: 200, body });
  });

  it('fails if answering fails, so that the service retries', async () => {
    const handler = webhook(async () => async () => {
      throw new Error('DynamoDB: Throttled');
    });
    await expect(handler(request('{}'), context)).rejects.toThrow('DynamoDB: Throttled');
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('DynamoDB: Throttled'));
  });
});
