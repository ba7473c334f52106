import { isSingleNear, matchName, nameOf } from '../bot/match-name.ts';
import { countryCandidates, ownerCandidates, poolCandidates, regionCandidates } from '../bot/names.ts';
import { placeName } from '../core/geography/place.ts';
import { didYouMean, similarKeys } from './arguments.ts';

/** Chat commands by another name here: the command that gives the same figures. */
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
 * The error for an unknown command: suggests commands with a similar spelling or, if it names a pool, owner or place, the
 * command that shows it.
 */
export function unknownCommandText([typed = '', ...others]: readonly string[], commands: readonly string[]) {
  const lowered = typed.toLowerCase();
  const inChats = Object.hasOwn(CHAT_COMMANDS, lowered) ? CHAT_COMMANDS[lowered] : undefined;
  const words = others.filter((word) => !word.startsWith('-'));
  const named = commandFor((inChats === undefined ? [typed, ...words] : words).join(' '));
  const candidates = commands.map((value) => ({ value, names: [nameOf(value)], isLikely: true }));
  const near = inChats === undefined ? similarKeys(typed, [candidates]) : [inChats];
  const isName = named !== null && (inChats !== undefined || near.length === 0);
  return `unknown command '${typed}'${isName ? `. ${named}` : didYouMean(near)}`;
}

/** "AntPool: try shares --lens pool"; null if the name is ambiguous or matches nothing. */
function commandFor(name: string): string | null {
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
