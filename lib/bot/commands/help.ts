import { button } from '../../messages/button.ts';
import { bold, code } from '../../messages/message.ts';
import { type Answer, forExample, list, plain, reply, words } from '../answer.ts';
import { type Command, command, type Invocation, optional } from '../command.ts';
import { COMMAND } from '../option-kinds.ts';
import { parseCommand } from '../parse-command.ts';
import { unknownCommandAnswer } from '../refusals.ts';

export const help = command({
  name: 'help',
  description: 'What you can ask',
  options: [optional('command', COMMAND, 'A command to explain')],
  example: '/help watch',
  run: async (invocation) => helpOn(invocation),
});

function helpOn({ rest, commands }: Invocation): Answer {
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

function helpAnswer(commands: readonly Command[]): Answer {
  const items = commands.map(({ name, description }) => words`${bold(`/${name}`)}: ${description}`);
  const ways = words`Ask in words, by a name such as ${code('foundry')} or ${code('china')}, or by a command. Short names will do: ${code('/pool ant')}.`;
  return reply(
    'help',
    'What you can ask',
    [plain(ways, 10), list(items)],
    [[...button('Today', 'today'), ...button('Pools', 'pools'), ...button('How we know', 'method')]],
  );
}

function commandHelpAnswer({ name, description, options, example, permission }: Command): Answer {
  const items = options.map(
    (option) => words`${bold(option.name)}: ${option.description}${option.isRequired ? '' : ' (optional)'}`,
  );
  return reply(
    'help',
    `/${name}: ${description}`,
    [
      list(items),
      forExample(example),
      ...(permission === 'chat-admins' ? [plain('In groups, only admins can do this.')] : []),
    ],
    [button('All commands', 'help')],
  );
}
