import { bold, code, type Inline, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import { type Asked, type Command, optional } from '../command.ts';
import { COMMAND } from '../option-kinds.ts';
import { parseCommand } from '../parse-command.ts';
import { unknownCommandAnswer } from '../refusals.ts';

export const help = {
  name: 'help',
  description: 'What you can ask, with an example of each',
  options: [optional('command', COMMAND, 'A command to explain')],
  permission: 'anybody',
  example: '/help watch',
  run: async (asked) => helpOn(asked),
} as const satisfies Command;

function helpOn({ rest, commands }: Asked): Answer {
  if (rest === '') return helpAnswer(commands);
  const parsed = parseCommand({ kind: 'text', text: `/${rest.replace(/^\//, '')}` }, commands);
  switch (parsed.kind) {
    case 'command':
      return commandHelpAnswer(parsed.command);
    case 'unknown-command':
      return unknownCommandAnswer(parsed.word, parsed.near, '');
    case 'words':
    case 'nothing':
      return helpAnswer(commands);
  }
}

/** All commands in a line each. */
function helpAnswer(commands: readonly Command[]): Answer {
  return {
    message: say('help', 'What you can ask', [
      { kind: 'list', items: commands.map(commandItem), rank: 5 },
      {
        kind: 'paragraph',
        inlines: [
          text('Names may be short: '),
          code('/pool ant'),
          text(', '),
          code('/country china'),
          text(', '),
          code('/watch foundry 35%'),
          text('.'),
        ],
        rank: 9,
      },
    ]),
    buttons: [[...press('Today', 'today'), ...press('Pools', 'pools'), ...press('How we know', 'method')]],
  };
}

function commandItem({ name, description }: Command): readonly Inline[] {
  return [bold(`/${name}`), text(`: ${description}`)];
}

/** One command with its options. */
function commandHelpAnswer({ name, description, options, example, permission }: Command): Answer {
  return {
    message: say('help', `/${name}: ${description}`, [
      {
        kind: 'list',
        items: options.map((option) => [
          bold(option.name),
          text(`: ${option.description}${option.isRequired ? '' : ' (may be left out)'}`),
        ]),
      },
      { kind: 'paragraph', inlines: [text('For example: '), code(example)] },
      ...(permission === 'chat-admins'
        ? [{ kind: 'paragraph', inlines: [text('In groups only admins can do this.')] } as const]
        : []),
    ]),
    buttons: [press('All commands', 'help')],
  };
}
