import type { CommandCore, CompletionRequest } from '../../lib/bot/command-core.ts';
import type { Choice, InlineResult, Reply } from '../../lib/bot/reply.ts';
import type { ChatRequest, InlineQuery } from '../../lib/bot/request.ts';
import { type Message, paragraph, text } from '../../lib/messages/message.ts';

/** A command core with fixed answers, so that an adapter can be tested alone. */
export type FixedCore = CommandCore & {
  /** Everything it was asked, in order. */
  readonly asked: readonly (ChatRequest | CompletionRequest | InlineQuery)[];
  /** Sets how it answers from now on. */
  readonly will: (answer: (request: ChatRequest) => Promise<Reply | null> | Reply | null) => void;
  /** Lets another core answer from now on. */
  readonly use: (core: CommandCore) => void;
};

const CHOICES: readonly Choice[] = [{ name: 'Foundry USA', value: 'foundryusa' }];

export function fixedCore(): FixedCore {
  const results: readonly InlineResult[] = [
    { id: 'country-US', title: 'United States', description: '37%', message: message() },
  ];
  const asked: (ChatRequest | CompletionRequest | InlineQuery)[] = [];
  let answer: (request: ChatRequest) => Promise<Reply | null> | Reply | null = () => reply();
  return {
    asked,
    will: (next) => {
      answer = next;
    },
    use: (core) => {
      answer = (request) => core.answer(request);
    },
    answer: async (request) => {
      asked.push(request);
      return answer(request);
    },
    complete: async (request) => {
      asked.push(request);
      return CHOICES;
    },
    answerInline: async (query) => {
      asked.push(query);
      return results;
    },
  };
}

export function message(title = 'Pools <7 days>', words = 'Foundry & AntPool'): Message {
  return { id: 'reply', title, severity: 'info', sections: [paragraph(text(words))] };
}

/** A public reply without picture and buttons; a test states what differs. */
export function reply(differs: Partial<Reply> = {}): Reply {
  return { message: message(), picture: null, buttons: [], isPrivate: false, isEdit: false, ...differs };
}
