import { beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../lib/bot/commands.ts';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { setTelegramMenus, setTelegramWebhook } from '../../../lib/services/telegram/set-up.ts';
import { startTelegramPeer, type TelegramPeer } from '../../support/telegram-peer.ts';
import { TOKEN } from './running-bot.ts';

let peer: TelegramPeer;
beforeEach(async () => {
  peer = await startTelegramPeer({ token: TOKEN, chats: [7] });
  return () => peer.close();
});

describe('setting up the bot', () => {
  const api = () => connectTelegram({ token: TOKEN, apiRoot: peer.url });
  const names = async (type: 'default' | 'all_group_chats' | 'all_chat_administrators') =>
    (await api().getMyCommands({ scope: { type } })).map(({ command }) => command);

  it('shows people what they may use: in groups only admins see settings', async () => {
    await setTelegramMenus(api());
    const all = COMMANDS.map(({ name }) => name);
    expect(await names('default')).toEqual(all);
    expect(await names('all_chat_administrators')).toEqual(all);
    const group = await names('all_group_chats');
    expect(group).toContain('today');
    expect(group).not.toContain('settings');
    expect(group).not.toContain('forget');
  });

  it('sets its description, and is idempotent', async () => {
    await setTelegramMenus(api());
    await setTelegramMenus(api());
    expect((await api().getMyDescription()).description).toMatch(/^Who mines Bitcoin\?/);
    expect((await api().getMyShortDescription()).short_description).toMatch(/^Watches how Bitcoin's/);
  });

  it('also subscribes to presses and to its own membership, with as many concurrent updates as it can take', async () => {
    await setTelegramWebhook(api(), 'https://example.org/telegram', 'secret-of_the_webhook', 2);
    expect(await api().getWebhookInfo()).toMatchObject({
      url: 'https://example.org/telegram',
      max_connections: 2,
      allowed_updates: ['message', 'channel_post', 'callback_query', 'inline_query', 'my_chat_member'],
    });
  });
});
