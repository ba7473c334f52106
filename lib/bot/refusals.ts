import { WINDOWS } from '../core/shares/window.ts';
import { button } from '../messages/button.ts';
import { days } from '../messages/format.ts';
import { bold, code, type Inline, text } from '../messages/message.ts';
import { type Answer, forExample, list, plain, reply, replyPrivately, words } from './answer.ts';
import type { BotDeps, Command } from './command.ts';
import type { ChatRequest } from './request.ts';

/** Characters of a typed text that are shown back. */
const SHOWN_CHARACTERS = 40;

export const MAX_OPTIONS = 5;

/** One of several meanings to choose from, and the command for it. */
export type Option = { readonly label: string; readonly command: string };

export function unknownCommandAnswer(word: string, near: readonly Command[], rest: string): Answer {
  if (near.length === 0)
    return replyPrivately(
      'unknown',
      "I don't know that command",
      [plain(`/${shown(word)} is not a command; /help lists them all.`)],
      [button('All commands', 'help')],
    );
  const suggested = near.flatMap(({ name }, index) => [text(index === 0 ? '' : ' or '), code(`/${name}`)]);
  return replyPrivately(
    'unknown',
    "I don't know that command",
    [plain([text(`/${shown(word)} is not a command. Did you mean `), ...suggested, text('?')])],
    [near.flatMap(({ name }) => button(`/${name}`, rest === '' ? name : `${name} ${rest}`))],
  );
}

/**
 * The answer to an input that was not understood. Every other time it gives examples, so that it never repeats itself.
 *
 * @param typed the words, if there are any to show back.
 */
export async function notUnderstoodAnswer(
  typed: string | null,
  { chat }: ChatRequest,
  { chats }: Pick<BotDeps, 'chats'>,
): Promise<Answer> {
  const times = await chats.countCommand(chat, ALWAYS, 'puzzled');
  if (times % 2 === 0) return examplesAnswer();
  return typed === null ? hintAnswer() : unrecognisedAnswer(typed);
}

/** A fixed period, so that the count never starts over. */
const ALWAYS = 0;

/** A short hint, for an input without any words to refer to. */
function hintAnswer(): Answer {
  return replyPrivately(
    'unknown',
    "I didn't understand that",
    [plain(words`Try ${code('/pool antpool')}, or /help for everything.`)],
    [[...button('Today', 'today'), ...button('Help', 'help')]],
  );
}

const COMMON_BUTTONS = [
  [...button('Today', 'today'), ...button('Who is largest', 'pools'), ...button('Warnings', 'warnings')],
];

function examplesAnswer(): Answer {
  const items = [
    words`${code('foundry')}: a pool or an owner, by its name`,
    words`${code('china')}: a country`,
    words`${code('who is the biggest miner?')}: a question in words`,
    words`${code('40%')}: what a miner with that share could do`,
  ];
  return replyPrivately('unknown', 'I can answer things like these', [list(items)], COMMON_BUTTONS);
}

function unrecognisedAnswer(typed: string): Answer {
  const what = words`I know about pools, owners and countries that mine Bitcoin, but I don't recognise ${quoted(typed)}. Perhaps one of these helps:`;
  return replyPrivately('unknown', "I can't answer that", [plain(what)], COMMON_BUTTONS);
}

/** A question about a time that is past. */
export function pastAnswer(): Answer {
  return replyPrivately(
    'past',
    'I answer for the newest days',
    [
      plain(
        words`How a share has changed since the first day counted: ${code('/history foundry all')}. Each single day is a file: /data.`,
      ),
    ],
    COMMON_BUTTONS,
  );
}

export function greetingAnswer(): Answer {
  const what =
    'I watch who mines Bitcoin and warn before somebody holds a majority. Ask a question, such as “who is the biggest miner?”, or name a pool or a country.';
  return reply('greeting', 'Hello!', [plain(what)], COMMON_BUTTONS);
}

/** Offers a button for a command that changes what the chat gets, since free text may have meant something else. */
export function offerAnswer(command: string, does: string): Answer {
  return replyPrivately(
    'offer',
    'Is this what you want?',
    [plain(words`${code(`/${command}`)} ${does}.`)],
    [button(`Yes, /${command}`, command)],
  );
}

/** Asks which of several matches is meant. @param isNear whether they are only spelled similarly. */
export function whichAnswer(typed: string, isNear: boolean, matches: readonly Option[]): Answer {
  const options = matches.slice(0, MAX_OPTIONS);
  const labels = options.map(({ label }) => label).join(', ');
  const what = isNear
    ? words`Nothing is called ${quoted(typed)}. Similar: ${labels}.`
    : words`Several match ${quoted(typed)}: ${labels}.`;
  return replyPrivately(
    'which',
    isNear ? 'Did you mean one of these?' : 'Which one?',
    [plain(what)],
    options.map(({ label, command }) => button(label, command)),
  );
}

/** A name that nothing of the kind has. `other`: what of another kind is called so. */
export function noMatchAnswer(
  typed: string,
  kind: string,
  { example }: Command,
  other: (Option & { readonly kind: string }) | null = null,
): Answer {
  const hint =
    other === null
      ? words`. For example: ${code(example)}`
      : [text(`, but ${other.label} is ${other.kind}.`)];
  return replyPrivately(
    'nobody',
    `No such ${kind}`,
    [plain([...words`I don't know a ${kind} called ${quoted(typed)}`, ...hint])],
    other === null ? [] : [button(other.label, other.command)],
  );
}

/** A number that is no part of the whole. `what`: "A level". */
export function impossibleShareAnswer(what: string, { example }: Pick<Command, 'example'>): Answer {
  return replyPrivately('impossible', `${what} must be between 0% and 100%`, [forExample(example)]);
}

/** Refuses a period. @param allowed the periods there are, as "over 1, 7, 30 or 90 days". */
export function periodAnswer(typed: string, allowed: string, options: readonly Option[]): Answer {
  return replyPrivately(
    'period',
    `Shares are counted ${allowed}`,
    [plain(words`I can't do ${quoted(typed)}. Choose one of these:`)],
    [options.flatMap(({ label, command }) => button(label, command))],
  );
}

/** Refuses a period that is not one of `WINDOWS`. @param commandFor the same command over so many days. */
export function windowAnswer(typed: string, commandFor: (window: number) => string): Answer {
  const options = WINDOWS.map((window) => ({ label: days(window), command: commandFor(window) }));
  return periodAnswer(typed, 'over 1, 7, 30 or 90 days', options);
}

/** Asks for a missing argument of a command. */
export function incompleteAnswer(
  { name, description, example }: Command,
  options: readonly Option[],
): Answer {
  return replyPrivately(
    'incomplete',
    `/${name} needs a little more`,
    [plain(`${description}.`), forExample(example)],
    [options.flatMap(({ label, command }) => button(label, command)).slice(0, MAX_OPTIONS)],
  );
}

export function onlyAdminsAnswer(): Answer {
  const hint = plain('In a private chat with me you can set your own alarms.');
  const answer = replyPrivately('refused', 'Only admins of this chat can change what it gets', [hint]);
  return { ...answer, isRefusal: true };
}

export function rateLimitedAnswer(limit: number, waitSeconds: number): Answer {
  const title = `That's more than ${limit} questions a minute. Try again in ${waitSeconds} s.`;
  return { ...replyPrivately('refused', title, []), isRefusal: true };
}

/** The answer before the daily job has stored any figures. */
export function noFiguresAnswer(): Answer {
  return replyPrivately('nothing', 'Nothing has been counted yet', [
    plain('The daily job has not closed a day here yet. Ask again in an hour.'),
  ]);
}

function quoted(typed: string): Inline {
  return bold(`“${shown(typed)}”`);
}

function shown(typed: string): string {
  const characters = [...typed];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : typed;
}
