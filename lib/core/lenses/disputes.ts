import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from './lens.ts';
import { contestedLinks, ownerOf } from './owners.ts';
import { contestedSeats } from './seats.ts';

/** What sources disagree about on a day that affects the shares of these subjects: one sentence each. */
export function disputesOn(
  day: UtcDay,
  lens: Lens,
  subjects: readonly SubjectKey[],
  knowledge: Knowledge,
): readonly string[] {
  const isAffected = (key: SubjectKey) => subjects.includes(key);
  return contestedBy(lens, day, knowledge)
    .filter(({ keys, contested }) => contested.since <= day && keys.some(isAffected))
    .map(({ contested }) => contested.text);
}

/** What sources disagree about on a day regarding an owner, or who owns a pool: one sentence each. */
export function disputesAbout(owner: string, pool: string | null, day: UtcDay): readonly string[] {
  const seats = contestedSeats(day, { day, knowledge: 'then' }).filter((row) => row.owner === owner);
  const links = contestedLinks.filter((link) => link.pool === pool || link.owner === owner);
  return [...links, ...seats]
    .filter(({ contested }) => contested.since <= day)
    .map(({ contested }) => contested.text);
}

function contestedBy(lens: Lens, day: UtcDay, knowledge: Knowledge) {
  const viewpoint = { day, knowledge };
  switch (lens) {
    case 'owner':
      return contestedLinks.map(({ pool, owner, contested }) => ({
        keys: [owner, ownerOf(pool, day, viewpoint)],
        contested,
      }));
    case 'operator-country':
      return contestedSeats(day, viewpoint).map(({ country, contested }) => ({ keys: [country], contested }));
    case 'pool':
    case 'template':
      return [];
  }
}
