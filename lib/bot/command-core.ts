import type { Typing } from './command.ts';
import type { CommandName } from './commands.ts';
import type { Choice, InlineResult, Reply } from './reply.ts';
import type { ChatRequest, InlineQuery } from './request.ts';

/** What was typed so far into an option. */
export type CompletionRequest = Omit<Typing, 'commands'> & {
  readonly command: CommandName;
  readonly option: string;
  readonly typed: string;
};

/**
 * The bot behind both services. An adapter translates requests and replies and decides nothing itself. Faults
 * of what was asked are replies; what is thrown is a fault of the storage (StoreError) or of the program.
 */
export type CommandCore = {
  /** Null: nothing is said to it. */
  answer(request: ChatRequest): Promise<Reply | null>;
  /** At most 25 suggestions, the best first; none for an option that nobody can guess. */
  complete(request: CompletionRequest): Promise<readonly Choice[]>;
  /** At most 50 results, the best first. */
  answerInline(query: InlineQuery): Promise<readonly InlineResult[]>;
};
