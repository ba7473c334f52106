import { distance } from 'fastest-levenshtein';
import { IN_PLACE } from '../messages/button.ts';
import { oneLine } from '../messages/plain-text.ts';
import type { Command } from './command.ts';
import type { Said } from './request.ts';

/** Nobody types more in a command; the rest is not read. */
const READ_CHARACTERS = 200;

const COMMANDS_SUGGESTED = 3;

/** Behind the first word of a sentence, and never behind a command: "pools in china?", "help me". */
const SENTENCE = /^(?:with|me|in|is|are|does|do|of a)\b(?! the (?:last|past)\b)/i;

type Content =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: string }
  /** Something like a command that is none. */
  | {
      readonly kind: 'unknown-command';
      readonly word: string;
      readonly near: readonly Command[];
      readonly rest: string;
    }
  /** Words without a command: a name, perhaps. */
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'nothing' };

/** What was said, taken apart. `isInPlace`: the answer replaces the message whose button was pressed. */
export type Parsed = Content & { readonly isInPlace: boolean };

/** Takes apart what was said; any text has an answer. */
export function parseCommand(said: Said, commands: readonly Command[]): Parsed {
  switch (said.kind) {
    case 'text':
      return { isInPlace: false, ...parseText(tidy(said.text), commands) };
    case 'press': {
      const payload = tidy(said.payload);
      const isInPlace = payload.startsWith(IN_PLACE);
      return { isInPlace, ...parseText(`/${isInPlace ? payload.slice(1) : payload}`, commands) };
    }
    case 'options':
      return { isInPlace: false, ...parseText(optionsText(said.command, said.options, commands), commands) };
  }
}

/** On one line, in the plainest form of its characters ("／ｐｏｏｌ" is "/pool"), not longer than anybody types. */
export function tidy(text: string): string {
  const short = text.slice(0, 4 * READ_CHARACTERS);
  return oneLine(short.normalize('NFKC')).trim().slice(0, READ_CHARACTERS).toWellFormed().trim();
}

/** A slash command with its options as somebody would type it. */
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
  // "Today?" is meant like "today".
  const word = first.toLowerCase().replace(/[?!.]+$/, '');
  const command = commands.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
  const isSentence = slash === '' && SENTENCE.test(rest);
  if (command !== undefined && !isSentence) return { kind: 'command', command, rest };
  if (word === '') return rest === '' ? { kind: 'nothing' } : { kind: 'words', words: rest };
  if (slash === '') return { kind: 'words', words: text };
  return { kind: 'unknown-command', word, near: nearCommands(word, commands), rest };
}

/** Commands that somebody may have meant, the likeliest first. */
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
