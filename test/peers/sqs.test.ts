import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sqs, startSqs } from '../support/sqs.ts';

let sqs: Sqs;
beforeEach(async () => {
  sqs = await startSqs();
});
afterEach(() => sqs.close());

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

async function receive(url: string): Promise<readonly string[]> {
  const { Messages = [] } = await call('ReceiveMessage', { QueueUrl: url, WaitTimeSeconds: 2 });
  return Messages.map(({ Body }) => Body);
}

describe('the SQS peer', () => {
  it('hides a received message, shows it again, and moves it to the dead-letter queue when received too often', async () => {
    const { url, deadLetterUrl } = sqs.createQueue('deliveries', { visibilitySeconds: 1, mostReceives: 2 });
    await call('SendMessage', { QueueUrl: url, MessageBody: 'shard 7' });
    expect(await receive(url)).toEqual(['shard 7']);
    expect(await receive(url)).toEqual(['shard 7']);
    expect(await receive(url)).toEqual([]);
    expect(sqs.bodies(url)).toEqual([]);
    expect(sqs.bodies(deadLetterUrl)).toEqual(['shard 7']);
  });
});
