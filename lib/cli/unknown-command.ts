import { likelyMatch, matchName } from '../bot/match-name.ts';
import {
  countryCandidates,
  type Entity,
  ownerCandidates,
  poolCandidates,
  regionCandidates,
} from '../bot/names.ts';
import { isModelled } from '../core/rules/rule-lens.ts';
import { didYouMean, similarWords } from './arguments.ts';

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
  const near = inChats === undefined ? similarWords(typed, commands) : [inChats];
  const isName = named !== null && (inChats !== undefined || near.length === 0);
  return `unknown command '${typed}'${isName ? `. ${named}` : didYouMean(near)}`;
}

/** "AntPool: try shares --lens pool"; null if the name is ambiguous or matches nothing. */
function commandFor(name: string): string | null {
  const places = [countryCandidates(new Set()), regionCandidates];
  const meant = likelyMatch(matchName<Entity>(name, poolCandidates(), ownerCandidates(), ...places));
  if (meant === undefined) return null;
  const { lens, key } = meant;
  return `${meant.name}: try ${isModelled(lens) ? `${lens} ${key}` : `shares --lens ${lens}`}`;
}
