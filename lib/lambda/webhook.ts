import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { WebhookAnswer, WebhookRequest } from '../services/webhook.ts';
import { logger, observed } from './operations.ts';

type Answer = (request: WebhookRequest) => Promise<WebhookAnswer>;

/** The service may call again once its bot is set up. */
const NOT_SET_UP: WebhookAnswer = { statusCode: 503 };

/**
 * Makes a Lambda handler of a service's requests from the HTTP API. Errors are logged and rethrown: the HTTP API then
 * answers 500, and the service calls again. `open` gives null while the bot is not set up, which gets a 503.
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
