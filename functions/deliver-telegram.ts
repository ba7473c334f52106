import { deliverer } from '../lib/lambda/deliverer.ts';
import { openTelegram } from '../lib/services/telegram/send.ts';

export const handler = deliverer('telegram', openTelegram);
