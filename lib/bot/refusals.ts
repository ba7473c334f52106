import { bold, code, type Inline, text } from '../messages/message.ts';
import { type Answer, plain, press, say } from './answer.ts';
import type { Command } from './command.ts';

/** Characters of what somebody typed that are shown back. */
const SHOWN = 40;

/** What can be chosen from when a name is not clear: its label, and the command that it leads to. */
export type Option = { readonly label: string; readonly command: string };

/** A command that there is not. */
export function unknownCommandAnswer(word: string, near: readonly Command[], rest: string): Answer {
  const [first] = near;
  if (first === undefined) return nonsenseAnswer();
  return {
    message: say('unknown', 'There is no such command', [
      {
        kind: 'paragraph',
        inlines: [text(`/${shown(word)} is not known. Did you mean `), ...enumerated(near), text('?')],
      },
    ]),
    buttons: [near.flatMap(({ name }) => press(`/${name}`, rest === '' ? name : `${name} ${rest}`))],
    isPrivate: true,
  };
}

function enumerated(commands: readonly Command[]): readonly Inline[] {
  return commands.flatMap(({ name }, index) => [...(index === 0 ? [] : [text(' or ')]), code(`/${name}`)]);
}

/** Nothing that can be made sense of: one short example. */
export function nonsenseAnswer(): Answer {
  return {
    message: say('unknown', 'I did not understand that', [
      {
        kind: 'paragraph',
        inlines: [text('Try '), code('/pool antpool'), text(', or /help for everything.')],
      },
    ]),
    buttons: [[...press('Today', 'today'), ...press('Help', 'help')]],
    isPrivate: true,
  };
}

/** A name that several have, or that is spelled like theirs. */
export function whichAnswer(typed: string, isNear: boolean, options: readonly Option[]): Answer {
  return {
    message: say('which', isNear ? 'Did you mean one of these?' : 'Which one?', [
      {
        kind: 'paragraph',
        inlines: [
          text(isNear ? 'Nothing is called ' : 'Several go by '),
          bold(`“${shown(typed)}”`),
          text(`: ${options.map(({ label }) => label).join(', ')}.`),
        ],
      },
    ]),
    buttons: options.map(({ label, command }) => press(label, command)).filter((row) => row.length > 0),
    isPrivate: true,
  };
}

/** A name that nobody has. */
export function nobodyAnswer(typed: string, kind: string, { example }: Command): Answer {
  return {
    message: say('nobody', `No such ${kind}`, [
      {
        kind: 'paragraph',
        inlines: [
          text('I know no '),
          text(`${kind} called `),
          bold(`“${shown(typed)}”`),
          text('. For example: '),
          code(example),
        ],
      },
    ]),
    isPrivate: true,
  };
}

/** A command that needs more words. */
export function incompleteAnswer(
  { name, description, example }: Command,
  options: readonly Option[],
): Answer {
  return {
    message: say('incomplete', `/${name} needs a little more`, [
      plain(`${description}.`),
      { kind: 'paragraph', inlines: [text('For example: '), code(example)] },
    ]),
    buttons: [options.flatMap(({ label, command }) => press(label, command)).slice(0, 5)],
    isPrivate: true,
  };
}

export function onlyAdminsAnswer(): Answer {
  return {
    message: say('refused', 'Only admins of this chat can change what it gets', [
      plain('In a private chat with me you have settings and alarms of your own.'),
    ]),
    isPrivate: true,
    isRefusal: true,
  };
}

export function tooManyAnswer(most: number, waitSeconds: number): Answer {
  return {
    message: say(
      'refused',
      `That were more than ${most} questions in a minute; ask again in ${waitSeconds} s`,
      [],
    ),
    isPrivate: true,
    isRefusal: true,
  };
}

/** A store that no daily job has filled. */
export function nothingKnownAnswer(): Answer {
  return {
    message: say('nothing', 'Nothing is known yet', [
      plain('The daily job has not counted a day here so far. Ask again in an hour.'),
    ]),
    isPrivate: true,
  };
}

function shown(typed: string): string {
  const characters = [...typed];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : typed;
}
