import { deliverer } from '../lib/lambda/deliverer.ts';
import { openDiscord } from '../lib/services/discord/send.ts';

export const handler = deliverer('discord', openDiscord);
