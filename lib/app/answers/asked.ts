import type { Answer } from '../../chat/answer.ts';
import type { ChatStore } from '../../chat/chat-store.ts';
import type { Command } from '../../chat/command.ts';
import type { DeliveryStore } from '../../chat/delivery-store.ts';
import type { Told } from '../../chat/english/figures.ts';
import { nothingKnownAnswer } from '../../chat/english/refusals.ts';
import type { FiguresStore } from '../../chat/figures.ts';
import type { ChatRequest } from '../../chat/request.ts';
import type { LedgerStore } from '../../ledger/ledger-store.ts';
import type { Knowledge } from '../../lenses/lens.ts';

/** What answers are made from and where they are kept. */
export type AnswerDeps = {
  readonly chats: ChatStore;
  /** Told when a chat is to be looked at again. */
  readonly deliveries: Pick<DeliveryStore, 'saveDue'>;
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
