import { invalidForm } from './refusal.ts';
import type { Commands, ValueOption } from './requests.ts';

/** The application's commands: global, or those of one guild. */
export type CommandStore = {
  readonly overwrite: (guild: string | undefined, commands: Commands) => readonly object[];
  readonly list: (guild: string | undefined) => readonly object[];
};

export function createCommands(applicationId: string): CommandStore {
  const byGuild = new Map<string, readonly object[]>();
  return {
    list: (guild = 'all') => byGuild.get(guild) ?? [],
    overwrite: (guild = 'all', commands) => {
      checkCommands(commands);
      const stored = commands.map((command, index) => ({
        id: String(1_200_000_000_000_000_000n + BigInt(index)),
        application_id: applicationId,
        version: '1',
        type: 1,
        default_member_permissions: null,
        ...command,
      }));
      byGuild.set(guild, stored);
      return stored;
    },
  };
}

/** Documentation, application command naming; letters with a lower-case form must be in it. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Documentation, application commands: at most 100, unique names, 8,000 characters in each altogether. */
function checkCommands(commands: Commands): void {
  if (commands.length > 100) throw invalidForm('body: more than 100 commands');
  const names = commands.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidForm('Application command names must be unique');
  for (const [index, command] of commands.entries()) {
    if (!NAME.test(command.name) || command.name !== command.name.toLowerCase())
      throw invalidForm(`${index}.name: "${command.name}" is no name of a command`);
    const options = command.options ?? [];
    checkOptions(options, `${index}.options`);
    for (const option of options)
      if ('options' in option) checkOptions(option.options ?? [], `${index}.options`);
    if (textLength(command) > 8000) throw invalidForm(`${index}: Command exceeds maximum size of 8000`);
  }
}

function checkOptions(options: readonly { readonly name: string }[], path: string): void {
  const names = options.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidForm(`${path}: Option names must be unique`);
  let optional = false;
  for (const option of options as readonly ValueOption[]) {
    if (option.required !== true) optional = true;
    else if (optional)
      throw invalidForm(`${path}: Required options must be placed before non-required options`);
    if (option.autocomplete === true && option.choices !== undefined) {
      throw invalidForm(`${path}: autocomplete and choices exclude one another`);
    }
  }
}

/** Length of all names, descriptions and values, at any depth. */
function textLength(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + textLength(item), 0);
  if (typeof part !== 'object' || part === null) return 0;
  return Object.entries(part).reduce((sum, [key, value]) => {
    const counted = ['name', 'description', 'value'].includes(key) && typeof value === 'string';
    return sum + (counted ? value.length : textLength(value));
  }, 0);
}
