import { distance } from 'fastest-levenshtein';
import { IN_PLACE } from '../messages/button.ts';
import { oneLine } from '../messages/plain-text.ts';
import type { Command } from './command.ts';
import type { Input } from './request.ts';

/** Characters read of a command; no real one is longer. */
const READ_CHARACTERS = 200;

const COMMANDS_SUGGESTED = 3;

/** Follows the first word of a sentence but never a command: "pools in china?", "help me". */
const SENTENCE = /^(?:with|me|in|is|are|does|do|of a)\b(?! the (?:last|past)\b)/i;

type Content =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: string }
  | {
      readonly kind: 'unknown-command';
      readonly word: string;
      readonly near: readonly Command[];
      readonly rest: string;
    }
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'nothing' };

/** A parsed input. `isInPlace`: the answer replaces the message whose button was pressed. */
export type Parsed = Content & { readonly isInPlace: boolean };

/** Parses any input; never fails. */
export function parseCommand(input: Input, commands: readonly Command[]): Parsed {
  switch (input.kind) {
    case 'text':
      return { isInPlace: false, ...parseText(tidy(input.text), commands) };
    case 'press': {
      const payload = tidy(input.payload);
      const isInPlace = payload.startsWith(IN_PLACE);
      return { isInPlace, ...parseText(`/${isInPlace ? payload.slice(1) : payload}`, commands) };
    }
    case 'options':
      return {
        isInPlace: false,
        ...parseText(optionsText(input.command, input.options, commands), commands),
      };
  }
}

/** Puts a text on one line in compatibility form ("／ｐｏｏｌ" becomes "/pool"), at most `READ_CHARACTERS` long. */
export function tidy(text: string): string {
  const short = text.slice(0, 4 * READ_CHARACTERS);
  return oneLine(short.normalize('NFKC')).trim().slice(0, READ_CHARACTERS).toWellFormed().trim();
}

/** A slash command with options as the text one would type. */
function optionsText(
  name: string,
  options: Readonly<Record<string, string>>,
  commands: readonly Command[],
): string {
  const known = commands.find((command) => command.name === name)?.options ?? [];
  const values = known.map((option) => (Object.hasOwn(options, option.name) ? options[option.name]! : ''));
  return tidy(`/${name} ${values.join(' ')}`);
}

function parseText(text: string, commands: readonly Command[]): Content {
  const [, slash = '', first = '', rest = ''] = /^(\/\s*)?([^\s@]*)(?:@\w*)?\s*(.*)$/u.exec(text) ?? [];
  // "Today?" means "today".
  const word = first.toLowerCase().replace(/[?!.]+$/, '');
  const command = commands.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
  const isSentence = slash === '' && SENTENCE.test(rest);
  if (command !== undefined && !isSentence) return { kind: 'command', command, rest };
  if (word === '') return rest === '' ? { kind: 'nothing' } : { kind: 'words', words: rest };
  if (slash === '') return { kind: 'words', words: text };
  return { kind: 'unknown-command', word, near: nearCommands(word, commands), rest };
}

function nearCommands(word: string, commands: readonly Command[]): readonly Command[] {
  const most = word.length < 4 ? 1 : 2;
  return commands
    .map((command) => ({
      command,
      steps: word.length > 1 && command.name.startsWith(word) ? 0 : distance(word, command.name),
    }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps)
    .slice(0, COMMANDS_SUGGESTED)
    .map(({ command }) => command);
}
