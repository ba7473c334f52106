import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { WebhookAnswer, WebhookRequest } from '../services/webhook.ts';
import { logger, observed } from './operations.ts';

type Answer = (request: WebhookRequest) => Promise<WebhookAnswer>;

/** Tells the service to retry; the bot may be set up by then. */
const NOT_SET_UP: WebhookAnswer = { statusCode: 503 };

/**
 * Creates a Lambda handler for a service's requests through the HTTP API. Errors are logged and rethrown: the HTTP API
 * then answers 500, and the service retries. `open` returns null while the bot is not set up, which is answered with a
 * 503.
 */
export function webhook(open: () => Promise<Answer | null>) {
  return (
    { headers, body, isBase64Encoded }: APIGatewayProxyEventV2,
    context: Context,
  ): Promise<WebhookAnswer> =>
    observed(context, async () => {
      const answer = await open();
      if (answer === null) logger.warn('the bot is not set up: npm run setup');
      const answered = (await answer?.({ headers, body, isBase64Encoded })) ?? NOT_SET_UP;
      logger.info('answered', { status: answered.statusCode });
      return answered;
    });
}
