import type { ChatStore } from '../../chats/chat-store.ts';
import type { DueNotes } from '../../chats/due.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import type { FiguresStore } from '../../daily/figures.ts';
import type { LedgerStore } from '../../daily/ledger-store.ts';
import type { Answer } from '../answer.ts';
import type { Command } from '../command.ts';
import type { Told } from '../english/figures.ts';
import { nothingKnownAnswer } from '../english/refusals.ts';
import type { ChatRequest } from '../request.ts';

/** What answers are made from and where they are kept. */
export type AnswerDeps = {
  readonly chats: ChatStore;
  /** Told when a chat is to be looked at again. */
  readonly deliveries: DueNotes;
  readonly figures: FiguresStore;
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly knowledge: Knowledge;
};

/** A command that somebody may give, and the words behind it. */
export type Asked = { readonly request: ChatRequest; readonly command: Command; readonly rest: string };

/** Carries a command out and says what came of it. */
export type Run = (asked: Asked, deps: AnswerDeps) => Promise<Answer>;

/** A command that is answered from the newest figures alone. */
export function fromFigures(answer: (told: Told, asked: Asked) => Answer | Promise<Answer>): Run {
  return async (asked, { figures: store }) => {
    const figures = await store.loadFigures();
    return figures === undefined ? nothingKnownAnswer() : answer({ figures, at: asked.request.at }, asked);
  };
}
