import { type Chat, MAX_WATCHES } from '../../../chats/chat.ts';
import { addDays } from '../../../core/ledger/utc-day.ts';
import { isModelled, type RuleLens } from '../../../core/rules/rule-lens.ts';
import { WINDOWS } from '../../../core/shares/window.ts';
import type { LatestFigures } from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { dayText } from '../../../messages/format.ts';
import { holderText } from '../../../messages/headline.ts';
import { bold, code } from '../../../messages/message.ts';
import { type Answer, forExample, plain, reply, replyPrivately, words } from '../../answer.ts';
import { changeChat, JOINED } from '../../change-chat.ts';
import { type BotDeps, command, type Invocation, optional, required } from '../../command.ts';
import { type CurrentFigures, fromFigures } from '../../current-figures.ts';
import { fold } from '../../match-name.ts';
import { entityLists, type Place } from '../../names.ts';
import { oneOf, SUBJECT } from '../../option-kinds.ts';
import { isImpossibleShare, wordsOf } from '../../quantities.ts';
import { impossibleShareAnswer, windowAnswer } from '../../refusals.ts';
import { largestPools, resolveName } from '../../resolve-name.ts';
import { currentShareText, watchText } from './watch-text.ts';
import {
  ANYBODY,
  jumpRule,
  type LevelRule,
  parseWatch,
  type TypedWatch,
  type Watch,
  type Watched,
  watchRule,
} from './watching.ts';

const LEVEL = oneOf(['25%', '1/3', '40%', '50%', 'jump']);

export const watch = command({
  name: 'watch',
  description: 'Set an alarm: tell this chat when a share crosses a level',
  options: [
    required('who', SUBJECT, 'A pool, an owner, or a country with "machines" or "operators"'),
    optional('level', LEVEL, 'Such as 35%, or "below 20%", or "jump"'),
  ],
  permission: 'chat-admins',
  example: '/watch foundry 35%',
  run: fromFigures(askWatch),
});

const ANYBODY_WORDS: ReadonlySet<string> = new Set(['any', 'anybody', 'anyone', 'everybody']);

function askWatch(
  { figures }: CurrentFigures,
  invocation: Invocation,
  deps: BotDeps,
): Answer | Promise<Answer> {
  const typed = parseWatch(invocation.rest);
  const of = typed.of === undefined ? '' : `${typed.of} `;
  if (!WINDOWS.some((window) => window === typed.window))
    return windowAnswer(
      typed.period ?? '',
      (window) => `watch ${of}${typed.who}${levelArguments({ ...typed, window })}`,
    );
  if (wordsOf(typed.who).some(isImpossibleShare)) return impossibleShareAnswer('A level', invocation.command);
  const level = levelArguments(typed);
  const answer = (watched: Watched) => setWatch(invocation, deps, figures, watched, typed);
  if (typed.who === '*' || ANYBODY_WORDS.has(fold(typed.who))) return answer(ANYBODY);
  return resolveName({
    command: invocation.command,
    figures,
    typed: typed.who,
    kind: 'pool, owner, country or region',
    lists: entityLists(figures),
    commandFor: ({ lens, key }) => `watch ${lens === 'country' ? of : ''}${key}${level}`,
    suggested: largestPools(figures),
    answer: (entity) => {
      if (entity.lens !== 'country') return answer(entity);
      if (typed.of === undefined) return watchWhatAnswer(entity, level);
      return answer({ lens: typed.of === 'machines' ? 'country' : 'operator-country', key: entity.key });
    },
  });
}

/** The arguments after the name: level and window, or `jump`. */
function levelArguments({ isJump, side, level, window }: TypedWatch): string {
  if (isJump) return ' jump';
  if (level === undefined) return '';
  const written =
    typeof level.written === 'number' ? `${Number((level.value * 100).toFixed(6))}%` : level.written;
  return `${side === 'below' ? ' below' : ''} ${written} ${window}d`;
}

/** The rule for a typed level; undefined if no level was typed. */
function levelRule(watched: Watched, typed: TypedWatch): LevelRule | 'impossible' | undefined {
  const { level } = typed;
  if (level === undefined) return undefined;
  return level.value <= 0 || level.value >= 1 ? 'impossible' : watchRule(watched, level, typed);
}

async function setWatch(
  { request }: Invocation,
  deps: BotDeps,
  figures: LatestFigures,
  watched: Watched,
  typed: TypedWatch,
): Promise<Answer> {
  const rule = typed.isJump ? jumpRule(watched) : levelRule(watched, typed);
  if (rule === undefined) return watchLevelAnswer(watched);
  if (rule === 'impossible') return impossibleShareAnswer('A level', watch);
  if (rule === null)
    return replyPrivately('watch', 'Only pools, owners and template groups can be watched for jumps', [
      forExample('/watch foundry jump'),
    ]);
  const added: Watch = { id: rule.id, rule, since: addDays(figures.day, 1), paused: false };
  const outcome: { kind: 'new' | 'known' | 'full' } = { kind: 'new' };
  const { chat: saved, hasJoined } = await changeChat(deps, request, (chat) => {
    const isKnown = chat.watches.some(({ id }) => id === added.id);
    outcome.kind = isKnown ? 'known' : chat.watches.length >= MAX_WATCHES ? 'full' : 'new';
    return outcome.kind === 'full' ? chat : { ...chat, watches: withWatch(chat.watches, added) };
  });
  if (outcome.kind === 'full')
    return replyPrivately(
      'watch',
      `This chat has ${MAX_WATCHES} alarms, as many as a chat can have`,
      [plain('Remove one with /unwatch before you set another.')],
      [button('All alarms', 'watches')],
    );
  const set = saved.watches.find(({ id }) => id === added.id)!;
  return watchSetAnswer(figures, set, { isNew: outcome.kind === 'new', hasJoined });
}

/** Adds a watch. An existing one with the same id keeps its first day and is resumed. */
function withWatch(all: Chat['watches'], added: Watch): Chat['watches'] {
  if (!all.some(({ id }) => id === added.id)) return [...all, added];
  return all.map((one) => (one.id === added.id ? { ...added, since: one.since } : one));
}

function watchSetAnswer(
  figures: LatestFigures,
  watch: Watch,
  { isNew, hasJoined }: { readonly isNew: boolean; readonly hasJoined: boolean },
): Answer {
  const note = lensNote(watch.rule.lens);
  return reply(
    'watch',
    isNew ? 'Alarm set' : 'This alarm is already set',
    [
      plain(words`${bold(watchText(watch))}.${currentShareText(figures, watch)}`, 10),
      plain(
        watch.rule.measure === 'jump'
          ? 'You hear within minutes of the block that shows it, once, whether up or down. Only above 5% of blocks can a change be told from chance that fast.'
          : `From ${dayText(watch.since)} on, you hear when we are 95% sure of it, and again when it is over. One reading past the level is not enough: shares move by chance.`,
        8,
      ),
      ...(note === null ? [] : [plain(note, 7)]),
      ...(hasJoined ? [plain(JOINED, 6)] : []),
    ],
    [[...button('Remove', `unwatch ${watch.id}`), ...button('All alarms', 'watches')]],
  );
}

/** Explains a lens that could be misunderstood. */
function lensNote(lens: RuleLens): string | null {
  if (lens === 'operator-country')
    return "This is about the pool owners' country (counted), not where machines stand.";
  return isModelled(lens)
    ? 'This is about machines, modelled from published tables that may be months old. While they are too old, the alarm stays silent.'
    : null;
}

/** Asks whether machines or operators of a country are meant. @param level arguments after the country. */
function watchWhatAnswer({ key, name }: Place, level: string): Answer {
  return replyPrivately(
    'watch',
    `${name}: its machines, or its operators?`,
    [plain("Machines: where the hardware stands, modelled. Operators: the pool owners' country, counted.")],
    [
      [
        ...button('Machines', `watch machines ${key}${level}`),
        ...button('Operators', `watch operators ${key}${level}`),
      ],
    ],
  );
}

function watchLevelAnswer({ lens, key }: Watched): Answer {
  const of = isModelled(lens) ? 'machines ' : lens === 'operator-country' ? 'operators ' : '';
  const typed = `watch ${of}${key === '*' ? 'anybody' : key}`;
  return replyPrivately(
    'watch',
    `${key === '*' ? 'Any owner' : holderText(lens, key)}: at what level?`,
    [plain('Choose one, or type your own:'), plain([code(`/${typed} 35%`)])],
    [['25%', '1/3', '40%', '50%'].flatMap((level) => button(level, `${typed} ${level}`))],
  );
}
