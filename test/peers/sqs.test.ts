import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sqs, startSqs } from '../support/sqs.ts';

let sqs: Sqs;
beforeEach(async () => {
  sqs = await startSqs();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await sqs.close();
});

/** One call of the JSON protocol that the AWS SDK speaks. */
async function call(operation: string, input: object): Promise<{ Messages?: { Body: string }[] }> {
  const response = await fetch(sqs.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${sqs.region}/sqs/aws4_request`,
    },
    body: JSON.stringify(input),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { Messages?: { Body: string }[] };
}

/** Lets time pass. */
const pass = (seconds: number) => vi.setSystemTime(Date.now() + 1000 * seconds);

async function receive(url: string): Promise<readonly string[]> {
  const { Messages = [] } = await call('ReceiveMessage', { QueueUrl: url });
  return Messages.map(({ Body }) => Body);
}

describe('the SQS peer', () => {
  it('hides a received message, shows it again, and moves it to the dead-letter queue when received too often', async () => {
    const { url, deadLetterUrl } = sqs.createQueue('deliveries', { visibilitySeconds: 1, mostReceives: 2 });
    await call('SendMessage', { QueueUrl: url, MessageBody: 'shard 7' });
    expect(await receive(url)).toEqual(['shard 7']);
    pass(0.9);
    expect(await receive(url)).toEqual([]);
    pass(0.1);
    expect(await receive(url)).toEqual(['shard 7']);
    pass(1);
    expect(await receive(url)).toEqual([]);
    expect(sqs.bodies(url)).toEqual([]);
    expect(sqs.bodies(deadLetterUrl)).toEqual(['shard 7']);
  });
});
