import type { CompletionRequest } from '../../bot/command-core.ts';
import { COMMANDS } from '../../bot/commands.ts';
import type { ChatRequest } from '../../bot/request.ts';
import type { ChatKey } from '../../chats/chat-key.ts';
import {
  type CommandInteraction,
  madeAt,
  type PressInteraction,
  type TypingInteraction,
} from './interaction.ts';

const SERVER = 0;
const WITH_BOT = 1;

/** The channel type that other servers can follow. */
const ANNOUNCEMENT = 5;

/** Discord's permissions ADMINISTRATOR and MANAGE_GUILD. */
const ADMINISTRATOR = 1n << 3n;
export const MANAGE_SERVER = 1n << 5n;

/** Converts a command or button press to a request to the command core. */
export function requestOf(interaction: CommandInteraction | PressInteraction): ChatRequest {
  return {
    chat: chatOf(interaction),
    kind: interaction.context === WITH_BOT ? 'private' : 'channel',
    topic: null,
    isAnnouncement: interaction.channel?.type === ANNOUNCEMENT,
    isAdmin: mayChangeSettings(interaction),
    at: madeAt(interaction),
    input:
      interaction.type === 3
        ? { kind: 'press', payload: interaction.data.custom_id }
        : { kind: 'options', command: interaction.data.name, options: filledOf(interaction) },
  };
}

/** Converts typing to a completion request; undefined unless it is for one of our commands and options. */
export function completionOf(interaction: TypingInteraction): CompletionRequest | undefined {
  const command = COMMANDS.find(({ name }) => name === interaction.data.name);
  const focused = interaction.data.options.find((option) => option.focused === true);
  if (command === undefined || focused === undefined) return undefined;
  const { [focused.name]: typed = '', ...filled } = filledOf(interaction);
  return { chat: chatOf(interaction), command: command.name, option: focused.name, typed, filled };
}

function chatOf({ channel_id }: CommandInteraction | PressInteraction | TypingInteraction): ChatKey {
  return { vendor: 'discord', address: channel_id };
}

function filledOf({ data }: CommandInteraction | TypingInteraction): Readonly<Record<string, string>> {
  return Object.fromEntries(data.options.map(({ name, value = '' }) => [name, String(value)]));
}

/**
 * Whether the sender may change the channel's settings. If only a person installed the bot, and not the server, no one
 * may: we could never send anything there.
 */
function mayChangeSettings({
  context,
  authorizing_integration_owners: owners = {},
  member,
}: CommandInteraction | PressInteraction): boolean {
  if (context === WITH_BOT) return true;
  if (context !== SERVER || !Object.hasOwn(owners, '0') || member === undefined) return false;
  return (BigInt(member.permissions) & (ADMINISTRATOR | MANAGE_SERVER)) !== 0n;
}
