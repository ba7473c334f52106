import type { ChatKey } from '../chats/chat-key.ts';
import type { ChatStore } from '../chats/chat-store.ts';
import type { DueNotes } from '../chats/due.ts';
import type { Paused } from '../chats/standing.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { FiguresStore } from '../daily/figures.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import type { MessageStore } from '../daily/message-store.ts';
import type { Answer } from './answer.ts';
import type { Choice } from './reply.ts';
import type { ChatRequest } from './request.ts';

/** A command: how it is called, what it takes, and what it does. One file each, or each few, in `commands/`. */
export type Command = {
  /** Lower-case, at most 32 letters. */
  readonly name: string;
  /** Other names that people try; no menu shows them. */
  readonly aliases?: readonly string[];
  /** One line, at most 100 characters. */
  readonly description: string;
  /** In the order in which their words stand in a text; required ones first. */
  readonly options: readonly CommandOption[];
  /** `chat-admins`: in groups and channels only admins; in a private chat whoever writes. */
  readonly permission: 'anybody' | 'chat-admins';
  /** What to type, as an example: `/pool antpool`. */
  readonly example: string;
  readonly run: Run;
};

export type CommandOption = {
  /** Lower-case, at most 32 letters and hyphens: Discord's rule, the stricter one. */
  readonly name: string;
  /** One line, at most 100 characters. */
  readonly description: string;
  readonly kind: OptionKind;
  readonly isRequired: boolean;
};

/** What may stand in an option. */
export type OptionKind = {
  /** Whether people fill it in; else only a link does. */
  readonly isTyped: boolean;
  /** Suggests what may be meant, the best first; null where nobody can guess. */
  readonly complete: Complete | null;
};

export type Complete = (
  typed: string,
  typing: Typing,
  deps: BotDeps,
) => readonly Choice[] | Promise<readonly Choice[]>;

/** What is known while an option is typed. */
export type Typing = {
  readonly chat: ChatKey;
  /** The other options as far as they are filled in. */
  readonly filled: Readonly<Record<string, string>>;
  /** All commands. */
  readonly commands: readonly Command[];
};

/** Carries a command out and says what came of it. */
export type Run = (asked: Asked, deps: BotDeps) => Promise<Answer>;

/** A command that somebody may give, and the words behind it. */
export type Asked = {
  readonly request: ChatRequest;
  readonly command: Command;
  readonly rest: string;
  /** How the chat was paused until it asked; null where it was not. */
  readonly paused: Paused | null;
  /** All commands. */
  readonly commands: readonly Command[];
};

/** What answers are made from and where they are kept. */
export type BotDeps = {
  readonly chats: ChatStore;
  /** Called when a chat is to be looked at again. */
  readonly deliveries: DueNotes;
  readonly figures: FiguresStore;
  readonly ledger: Pick<LedgerStore, 'loadDays' | 'loadBlocks'>;
  /** Where digests are kept whole. */
  readonly messages: Pick<MessageStore, 'loadMessage'>;
  readonly knowledge: Knowledge;
  /** Where the public page is; null or absent where there is none. */
  readonly siteUrl?: string | null;
};

/** Defines a command; for anybody, without options, and its own example where nothing else is said. */
export function command<const Name extends string>(
  defined: Pick<Command, 'description' | 'run'> & Partial<Command> & { readonly name: Name },
): Command & { readonly name: Name } {
  return { options: [], permission: 'anybody', example: `/${defined.name}`, ...defined };
}

/** An option without which the command asks for more. */
export function required(name: string, kind: OptionKind, description: string): CommandOption {
  return { name, description, kind, isRequired: true };
}

/** An option that may be left out. */
export function optional(name: string, kind: OptionKind, description: string): CommandOption {
  return { name, description, kind, isRequired: false };
}
