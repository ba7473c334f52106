import { badRequest } from './refusal.ts';
import type { Params } from './requests.ts';

/** The bot's commands, description and short description, by scope and language. */
export type Menu = {
  readonly setCommands: (params: Params<'setMyCommands'>) => void;
  readonly commands: (params: Params<'getMyCommands'>) => readonly object[];
  readonly deleteCommands: (params: Params<'deleteMyCommands'>) => void;
  readonly setText: (kind: TextKind, language: string | undefined, text: string | undefined) => void;
  readonly text: (kind: TextKind, language: string | undefined) => string;
};
type TextKind = 'description' | 'short description';

/** Bot API: setMyDescription 512, setMyShortDescription 120 characters. */
const TEXT_LIMITS: Readonly<Record<TextKind, number>> = { description: 512, 'short description': 120 };

export function createMenu(): Menu {
  const commands = new Map<string, Params<'setMyCommands'>['commands']>();
  const texts = new Map<string, string>();
  return {
    setCommands: (params) => {
      if (params.commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
      for (const { command, description } of params.commands) {
        if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
        if (description === '') throw badRequest('command description must be non-empty');
        if (description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      }
      commands.set(keyOf(params), params.commands);
    },
    commands: (params) => commands.get(keyOf(params)) ?? [],
    deleteCommands: (params) => {
      commands.delete(keyOf(params));
    },
    setText: (kind, language = '', text = '') => {
      if (text.length > TEXT_LIMITS[kind]) throw badRequest(`bot ${kind} is too long`);
      texts.set(`${kind} ${language}`, text);
    },
    text: (kind, language = '') => texts.get(`${kind} ${language}`) ?? '',
  };
}

function keyOf({ scope = { type: 'default' }, language_code }: Params<'getMyCommands'>): string {
  return JSON.stringify([scope, language_code ?? '']);
}
