import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { PUBLISHER, planOf } from '../lib/config/functions.ts';
import { sitePublisher } from '../lib/lambda/publishing.ts';
import { queued } from '../lib/lambda/queued.ts';

const settings = parseFunctionEnvironment(process.env, [PUBLISHER]);

export const handler = queued(sitePublisher(settings), {
  queue: settings.queues[PUBLISHER],
  plan: planOf(PUBLISHER),
});
