import { button } from '../messages/button.ts';
import { bold, code, type Inline, text } from '../messages/message.ts';
import { type Answer, forExample, list, plain, reply, replyPrivately, words } from './answer.ts';
import type { BotDeps, Command } from './command.ts';
import type { ChatRequest } from './request.ts';

/** Characters of what somebody typed that are shown back. */
const SHOWN = 40;

/** What can be chosen from when a name is not clear: its label, and the command that it leads to. */
export type Option = { readonly label: string; readonly command: string };

/** A command that there is not. */
export function unknownCommandAnswer(word: string, near: readonly Command[], rest: string): Answer {
  const meant = near.flatMap(({ name }, index) => [text(index === 0 ? '' : ' or '), code(`/${name}`)]);
  return replyPrivately(
    'unknown',
    "I don't know that command",
    [plain([text(`/${shown(word)} is not a command. Did you mean `), ...meant, text('?')])],
    [near.flatMap(({ name }) => button(`/${name}`, rest === '' ? name : `${name} ${rest}`))],
  );
}

/**
 * The answer to what nobody understands, never the same twice in a row: every other time it gives examples.
 *
 * @param typed the words, where there are any to show back.
 */
export async function puzzledAnswer(
  typed: string | null,
  { chat }: ChatRequest,
  { chats }: Pick<BotDeps, 'chats'>,
): Promise<Answer> {
  const times = await chats.countCommand(chat, ALWAYS, 'puzzled');
  if (times % 2 === 0) return examplesAnswer();
  return typed === null ? nonsenseAnswer() : lostAnswer(typed);
}

/** One period without an end: what came in between does not matter. */
const ALWAYS = 0;

/** Nothing that can be made sense of: one short example. */
function nonsenseAnswer(): Answer {
  return replyPrivately(
    'unknown',
    "I didn't understand that",
    [plain(words`Try ${code('/pool antpool')}, or /help for everything.`)],
    [[...button('Today', 'today'), ...button('Help', 'help')]],
  );
}

/** Where most questions lead. */
const WAYS = [
  [...button('Today', 'today'), ...button('Who is largest', 'pools'), ...button('Warnings', 'warnings')],
];

/** What can be asked, for whoever was not understood before. */
function examplesAnswer(): Answer {
  const items = [
    words`${code('foundry')}: a pool or an owner, by its name`,
    words`${code('china')}: a country`,
    words`${code('who is the biggest miner?')}: a question in words`,
    words`${code('40%')}: what a miner with that share could do`,
  ];
  return replyPrivately('unknown', 'I can answer things like these', [list(items)], WAYS);
}

/** Words that are about nothing we know. */
function lostAnswer(typed: string): Answer {
  const what = words`I know about pools, owners and countries that mine Bitcoin, but I don't recognise ${quoted(typed)}. Perhaps one of these helps:`;
  return replyPrivately('unknown', "I can't answer that", [plain(what)], WAYS);
}

export function greetingAnswer(): Answer {
  const what =
    'I watch who mines Bitcoin and warn before somebody holds a majority. Ask a question, such as “who is the biggest miner?”, or name a pool or a country.';
  return reply('greeting', 'Hello!', [plain(what)], WAYS);
}

/** A wish that would change what the chat gets: done by a button, not by a word that may mean something else. */
export function offerAnswer(command: string, does: string): Answer {
  return replyPrivately(
    'offer',
    'Is this what you want?',
    [plain(words`${code(`/${command}`)} ${does}.`)],
    [button(`Yes, /${command}`, command)],
  );
}

/** A name that several have, or that is spelled like theirs. */
export function whichAnswer(typed: string, isNear: boolean, options: readonly Option[]): Answer {
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

/** A name that nobody has. */
export function nobodyAnswer(typed: string, kind: string, { example }: Command): Answer {
  return replyPrivately('nobody', `No such ${kind}`, [
    plain(words`I don't know a ${kind} called ${quoted(typed)}. For example: ${code(example)}`),
  ]);
}

/** A period that is not counted. `told`: which are, as "over 1, 7, 30 or 90 days". */
export function periodAnswer(typed: string, told: string, options: readonly Option[]): Answer {
  return replyPrivately(
    'period',
    `Shares are counted ${told}`,
    [plain(words`I can't do ${quoted(typed)}. Choose one of these:`)],
    [options.flatMap(({ label, command }) => button(label, command))],
  );
}

/** A command that needs more words. */
export function incompleteAnswer(
  { name, description, example }: Command,
  options: readonly Option[],
): Answer {
  return replyPrivately(
    'incomplete',
    `/${name} needs a little more`,
    [plain(`${description}.`), forExample(example)],
    [options.flatMap(({ label, command }) => button(label, command)).slice(0, 5)],
  );
}

export function onlyAdminsAnswer(): Answer {
  const hint = plain('In a private chat with me you can set your own alarms.');
  const answer = replyPrivately('refused', 'Only admins of this chat can change what it gets', [hint]);
  return { ...answer, isRefusal: true };
}

export function tooManyAnswer(most: number, waitSeconds: number): Answer {
  const title = `That's more than ${most} questions a minute. Try again in ${waitSeconds} s.`;
  return { ...replyPrivately('refused', title, []), isRefusal: true };
}

/** A store that no daily job has filled. */
export function nothingKnownAnswer(): Answer {
  return replyPrivately('nothing', 'Nothing has been counted yet', [
    plain('The daily job has not closed a day here yet. Ask again in an hour.'),
  ]);
}

function quoted(typed: string): Inline {
  return bold(`“${shown(typed)}”`);
}

function shown(typed: string): string {
  const characters = [...typed];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : typed;
}
