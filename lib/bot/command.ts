import type { ChatKey } from '../chats/chat-key.ts';
import type { ChatStore } from '../chats/chat-store.ts';
import type { DueSchedule } from '../chats/due.ts';
import type { Paused } from '../chats/standing.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { FiguresStore } from '../daily/figures.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import type { MessageStore } from '../daily/message-store.ts';
import type { Answer } from './answer.ts';
import type { Choice } from './reply.ts';
import type { ChatRequest } from './request.ts';

/** A command: its name, options and action. One file in `commands/` defines one command or a few related ones. */
export type Command = {
  /** Lower-case, at most 32 letters. */
  readonly name: string;
  /** Other names that people try; not shown in menus. */
  readonly aliases?: readonly string[];
  /** One line, at most 100 characters. */
  readonly description: string;
  /** In the order in which they are typed; required ones first. */
  readonly options: readonly CommandOption[];
  /** `chat-admins`: only admins in groups and channels, anybody in a private chat. */
  readonly permission: 'anybody' | 'chat-admins';
  /** An example to type: `/pool antpool`. */
  readonly example: string;
  readonly run: Run;
};

export type CommandOption = {
  /** Lower-case letters and hyphens, at most 32: Discord's rule. */
  readonly name: string;
  /** One line, at most 100 characters. */
  readonly description: string;
  readonly kind: OptionKind;
  readonly isRequired: boolean;
};

/** The kind of value an option takes. */
export type OptionKind = {
  /** Whether people type it; otherwise only links set it. */
  readonly isTyped: boolean;
  /** Suggests values, best first; null if there are none to suggest. */
  readonly complete: Complete | null;
};

export type Complete = (
  typed: string,
  context: CompletionContext,
  deps: BotDeps,
) => readonly Choice[] | Promise<readonly Choice[]>;

export type CompletionContext = {
  readonly chat: ChatKey;
  /** The other options filled in so far. */
  readonly filled: Readonly<Record<string, string>>;
  /** All commands. */
  readonly commands: readonly Command[];
};

export type Run = (invocation: Invocation, deps: BotDeps) => Promise<Answer>;

/** A permitted command and the text after its name. */
export type Invocation = {
  readonly request: ChatRequest;
  readonly command: Command;
  readonly rest: string;
  /** The chat's pause, which this command ended; null if it was not paused. */
  readonly paused: Paused | null;
  /** All commands. */
  readonly commands: readonly Command[];
};

export type BotDeps = {
  readonly chats: ChatStore;
  /** Schedules deliveries to a chat that may now be due. */
  readonly deliveries: DueSchedule;
  readonly figures: FiguresStore;
  readonly ledger: Pick<LedgerStore, 'loadDays' | 'loadBlocks'>;
  /** Stores full digests. */
  readonly messages: Pick<MessageStore, 'loadMessage'>;
  readonly knowledge: Knowledge;
  /** URL of the public site; null or absent if there is none. */
  readonly siteUrl?: string | null;
};

/** Defines a command; by default for anybody, without options, and with its name as the example. */
export function command<const Name extends string>(
  defined: Pick<Command, 'description' | 'run'> & Partial<Command> & { readonly name: Name },
): Command & { readonly name: Name } {
  return { options: [], permission: 'anybody', example: `/${defined.name}`, ...defined };
}

/** An option without which the command asks back. */
export function required(name: string, kind: OptionKind, description: string): CommandOption {
  return { name, description, kind, isRequired: true };
}

export function optional(name: string, kind: OptionKind, description: string): CommandOption {
  return { name, description, kind, isRequired: false };
}
