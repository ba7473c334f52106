import { isSingleNear, matchName, nameOf } from '../bot/match-name.ts';
import { countryCandidates, ownerCandidates, poolCandidates, regionCandidates } from '../bot/names.ts';
import { placeName } from '../core/geography/place.ts';
import { keysLike, meantText } from './words.ts';

/** What chats call by another name, and the command that tells it here. */
const CHAT_COMMANDS: Readonly<Record<string, string>> = {
  pool: 'shares --lens pool',
  pools: 'shares --lens pool',
  owner: 'shares --lens owner',
  owners: 'shares --lens owner',
  today: 'daily',
  history: 'chart',
  warnings: 'replay',
  status: 'doctor',
};

/**
 * What to say of a command that there is not: the commands that are spelled like it, or, where it names somebody or
 * someplace, the command that tells of them.
 */
export function unknownCommandText([typed = '', ...others]: readonly string[], commands: readonly string[]) {
  const asked = typed.toLowerCase();
  const inChats = Object.hasOwn(CHAT_COMMANDS, asked) ? CHAT_COMMANDS[asked] : undefined;
  const words = others.filter((word) => !word.startsWith('-'));
  const named = wayTo((inChats === undefined ? [typed, ...words] : words).join(' '));
  const candidates = commands.map((value) => ({ value, names: [nameOf(value)], isLikely: true }));
  const near = inChats === undefined ? keysLike(typed, [candidates]) : [inChats];
  const isName = named !== null && (inChats !== undefined || near.length === 0);
  return `unknown command '${typed}'${isName ? `. ${named}` : meantText(near)}`;
}

/** "AntPool: try shares --lens pool"; null where it is not clear who or what is named. */
function wayTo(name: string): string | null {
  const match = matchName(
    name,
    ...[poolCandidates(), ownerCandidates()].map((list) =>
      list.map(({ value: { lens, name: called }, ...candidate }) => ({
        ...candidate,
        value: `${called}: try shares --lens ${lens}`,
      })),
    ),
    countryCandidates(new Set()).map(({ value, ...candidate }) => ({
      ...candidate,
      value: `${placeName(value)}: try country ${value}`,
    })),
    regionCandidates.map(({ value, ...candidate }) => ({
      ...candidate,
      value: `${placeName(value)}: try region ${value}`,
    })),
  );
  if (match.kind === 'one') return match.value;
  return isSingleNear(match) ? match.values[0] : null;
}
