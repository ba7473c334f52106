import { bold, code, type Inline, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import type { Command } from '../command.ts';
import { COMMANDS } from './commands.ts';

/** `help`: all commands in a line each. */
export function helpAnswer(): Answer {
  return {
    message: say('help', 'What you can ask', [
      { kind: 'list', items: COMMANDS.map(commandItem), rank: 5 },
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

/** `help watch`: one command with its options. */
export function commandHelpAnswer({ name, description, options, example, permission }: Command): Answer {
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
