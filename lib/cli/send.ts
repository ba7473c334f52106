import type { RuleCheck } from '../app/check-rules.ts';
import { type Delivered, deliverNewest, type Recipient } from '../app/deliver.ts';
import { discordChannel } from '../channels/discord.ts';
import { telegramChannel } from '../channels/telegram.ts';
import { ENV, type Settings } from '../config/environment.ts';
import type { Store } from '../store/store.ts';
import { tell } from './output.ts';

/**
 * Sends what waits to the chats of the settings and tells what became of it; for a chat that is not set,
 * tells what would have been sent. A message that no service took makes the run fail.
 */
export async function sendNewest(settings: Settings, store: Store, check: RuleCheck): Promise<void> {
  const { telegram, discord } = settings;
  if (telegram === null) tellMissing('Telegram', [ENV.telegramToken, ENV.telegramChat]);
  if (discord === null) tellMissing('Discord', [ENV.discordToken, ENV.discordChannel]);
  for (const recipient of recipientsOf(settings)) {
    const delivered = await deliverNewest(
      { messages: store.messages, warnings: store.warnings },
      recipient,
      check,
    );
    if (delivered.length === 0) tell(`${recipient.channel.vendor}: nothing new to send`);
    for (const one of delivered) {
      tell(`${one.channel}: ${one.messageId}: ${resultText(one.result)}`);
      if (one.result.kind !== 'sent') process.exitCode = 1;
    }
  }
}

function recipientsOf({ telegram, discord }: Settings): readonly Recipient[] {
  return [
    ...(telegram === null
      ? []
      : [
          {
            chat: telegram.chat,
            channel: telegramChannel({
              token: telegram.token,
              ...(telegram.api !== undefined && { apiRoot: telegram.api }),
            }),
          },
        ]),
    ...(discord === null
      ? []
      : [
          {
            chat: discord.chat,
            channel: discordChannel({
              token: discord.token,
              ...(discord.api !== undefined && { api: discord.api }),
            }),
          },
        ]),
  ];
}

function tellMissing(service: string, names: readonly string[]): void {
  tell(`${service}: would have sent the messages above; set ${names.join(' and ')} in .env to send them`);
}

function resultText(result: Delivered['result']): string {
  switch (result.kind) {
    case 'sent':
      return `sent (message ${result.messageId})`;
    case 'moved':
      return `not sent: the chat is now ${result.chat}`;
    case 'wait':
      return `not sent: the service asks to wait ${result.seconds} s`;
    case 'unknown':
      return `perhaps sent: ${result.reason}`;
    case 'gone':
    case 'retry':
    case 'refused':
      return `not sent: ${result.reason}`;
  }
}
