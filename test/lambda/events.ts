import type { APIGatewayProxyEventV2, Context, SQSEvent } from 'aws-lambda';

/** A function's context, with the milliseconds it may still run. */
export const contextWith = (getRemainingTimeInMillis: () => number) =>
  ({ ...base, getRemainingTimeInMillis }) as Context;

const base = {
  functionName: 'hashtilt-prod-tested',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:hashtilt-prod-tested',
  memoryLimitInMB: '512',
  awsRequestId: '3f7a1f5e-0000-4000-8000-000000000001',
};

export const context = contextWith(() => 120_000);

/** An event of queue messages; each one's id is its index. */
export function messages(...bodies: readonly string[]): SQSEvent {
  return {
    Records: bodies.map((body, place) => ({
      messageId: String(place),
      receiptHandle: 'handle',
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1',
        SenderId: 'tester',
        ApproximateFirstReceiveTimestamp: '1',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:hashtilt-prod-tested',
      awsRegion: 'eu-central-1',
    })),
  };
}

/** An event of a request to the HTTP API. */
export function request(
  body: string,
  headers: Readonly<Record<string, string>> = {},
  isBase64Encoded = false,
): APIGatewayProxyEventV2 {
  return { version: '2.0', headers, body, isBase64Encoded } as APIGatewayProxyEventV2;
}
