import type { Channel } from '../../delivery/channel.ts';
import { paragraph, text } from '../../messages/message.ts';
import { renderMessage } from '../../messages/render.ts';
import { done, failed, type StepResult } from './steps.ts';

const MESSAGE = renderMessage({
  id: 'setup-test',
  title: 'Hashtilt is set up',
  severity: 'info',
  sections: [
    paragraph(text('This is a test message. Digests and warnings about Bitcoin’s hash rate will come here.')),
  ],
});

/** Sends a test message, so that a wrong chat or a missing right shows now and not with the first warning. */
export async function sendTestMessage(channel: Channel, chat: string): Promise<StepResult> {
  const result = await channel.send(MESSAGE, { deliveryId: `${MESSAGE.id} ${channel.vendor} ${chat}`, chat });
  switch (result.kind) {
    case 'sent':
      return done(`message ${result.messageId} in ${chat}`);
    case 'moved':
      return failed(`the chat is now ${result.chat}; write that in .env`);
    case 'wait':
      return failed(`the service asks to wait ${result.seconds} s`);
    case 'unknown':
    case 'gone':
    case 'retry':
    case 'refused':
    case 'barred':
      return failed(`${chat}: ${result.reason}`);
  }
}
