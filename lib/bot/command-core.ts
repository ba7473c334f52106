import type { CompletionContext } from './command.ts';
import type { CommandName } from './commands.ts';
import type { Choice, InlineResult, Reply } from './reply.ts';
import type { ChatRequest, InlineQuery } from './request.ts';

/** An option as typed so far. */
export type CompletionRequest = Omit<CompletionContext, 'commands'> & {
  readonly command: CommandName;
  readonly option: string;
  readonly typed: string;
};

/**
 * The bot for all services. Adapters only translate requests and replies. Errors in a request become replies; anything
 * thrown is a fault of the store (StoreError) or a bug.
 */
export type CommandCore = {
  /** Null if the request gets no reply. */
  answer(request: ChatRequest): Promise<Reply | null>;
  /** At most `MAX_CHOICES` suggestions, best first; empty for options without completion. */
  complete(request: CompletionRequest): Promise<readonly Choice[]>;
  /** At most 50 results, best first. */
  answerInline(query: InlineQuery): Promise<readonly InlineResult[]>;
};
