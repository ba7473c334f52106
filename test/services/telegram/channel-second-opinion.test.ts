import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Message, paragraph, text } from '../../../lib/messages/message.ts';
import { renderMessage } from '../../../lib/messages/render.ts';
import { telegramChannel } from '../../../lib/services/telegram/send.ts';
import { startTelegramTestApi } from '../../support/telegram-test-api.ts';

const token = '4242:AAF-generated';
const message: Message = {
  id: 'digest-2025-01-08',
  title: 'Hash rate on 2025-01-08',
  severity: 'info',
  sections: [paragraph(text('125 blocks & <more>'))],
};

let server: Awaited<ReturnType<typeof startTelegramTestApi>>;
beforeEach(async () => {
  server = await startTelegramTestApi();
});
afterEach(() => server.stop());

describe('a Telegram emulator other than our own peer', () => {
  it('receives the message as rendered, and returns its id', async () => {
    const telegram = telegramChannel({ token, apiRoot: server.config.apiURL, timeoutSeconds: 5 });
    const rendered = renderMessage(message);
    const result = await telegram.send(rendered, { deliveryId: 'digest:7', chat: '7', silent: true });
    expect(result).toEqual({ kind: 'sent', messageId: '1' });
    expect(server.storage.botMessages.map((update) => update.message)).toEqual([
      {
        chat_id: 7,
        text: rendered.telegram.html,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        disable_notification: true,
      },
    ]);
  });
});
