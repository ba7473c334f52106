import type { WebhookAnswer, WebhookRequest } from '../../lib/services/webhook.ts';
import { startHttpPeer } from './peer/http-peer.ts';

/** Acts as API Gateway for a Lambda: requests become events, and errors become 500. */
export async function startWebhookServer(
  handle: (request: WebhookRequest) => Promise<WebhookAnswer>,
  { isBase64Encoded = false } = {},
): Promise<{
  readonly url: string;
  /** The errors that the function threw, which would be in its log. */
  readonly thrown: readonly Error[];
  readonly close: () => Promise<void>;
}> {
  const thrown: Error[] = [];
  const http = await startHttpPeer(async ({ headers, body }) => {
    try {
      const answer = await handle({
        headers: headers as Record<string, string>,
        body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
        isBase64Encoded,
      });
      const json = answer.body === undefined ? {} : { body: JSON.parse(answer.body) as unknown };
      return { status: answer.statusCode, ...json, ...(answer.headers && { headers: answer.headers }) };
    } catch (error) {
      thrown.push(error as Error);
      return { status: 500, body: { message: 'Internal Server Error' } };
    }
  });
  return { url: http.url, thrown, close: http.close };
}
