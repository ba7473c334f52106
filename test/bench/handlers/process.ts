import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../lib/bot/only-once.ts';
import type { WebhookAnswer, WebhookRequest } from '../../../lib/services/webhook.ts';

export const clock: Clock = { now: () => Date.now() / 1000, sleep: (seconds) => sleep(1000 * seconds) };

export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export function storeConfig() {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint: setting('DYNAMODB'), region: 'local', credentials };
}

/** Answers the one request that the environment holds, and fails where that fails. */
export async function answerOnce(handle: (request: WebhookRequest) => Promise<WebhookAnswer>): Promise<void> {
  const answer = await handle(JSON.parse(setting('REQUEST')) as WebhookRequest);
  if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
}
