import { type Button, press, pressBeside } from './button.ts';
import { type DigestFacts, leading, ownerTable, standing, summaryText } from './digest.ts';
import { counted, dayText, whole } from './format.ts';
import { list, type Message, plain, type Section } from './message.ts';
import { addressOf } from './page-link.ts';
import { completeFromText, knownText } from './provenance.ts';
import { renderPlain } from './render-plain.ts';

/** Characters that a phone shows of a chat without scrolling. */
export const SCREEN_CHARACTERS = 600;

/** The bot may have to say first how old the day is. */
const DIGEST_CHARACTERS = SCREEN_CHARACTERS - 50;

/**
 * How many owners are named, how many changes told one by one, and whether a sentence says what the first row of the
 * table says, too: the first that fits.
 */
const SIZES = [
  [4, 3, true],
  [4, 2, true],
  [4, 3, false],
  [4, 2, false],
  [3, 1, false],
  [2, 1, false],
  [3, 0, false],
  [2, 0, false],
] as const;

/**
 * The digest on one screen of a phone, of a day or of the week that ends on it. What is left out is a press away.
 */
export function shortDigest(facts: DigestFacts, span: 'day' | 'week'): Message {
  const sized = SIZES.map((size) => messageOf(facts, span, size));
  return sized.find((message) => renderPlain(message).length <= DIGEST_CHARACTERS) ?? sized.at(-1)!;
}

function messageOf(
  facts: DigestFacts,
  span: 'day' | 'week',
  [owners, changes, isLed]: (typeof SIZES)[number],
): Message {
  const { day, isRecorded, week, liveNote, provenance } = facts;
  return {
    id: `digest-${span === 'week' ? 'weekly' : 'short'}-${day}`,
    title: `Bitcoin mining ${span === 'week' ? 'in the week to' : 'on'} ${dayText(day)}${isRecorded ? ' (recorded)' : ''}`,
    severity: 'info',
    sections: [
      said(openingText(facts, isLed)),
      ...(liveNote === null ? [] : [said(liveNote)]),
      ...(week === null ? [] : [{ ...ownerTable(week.owner, owners), title: 'The last 7 days' }]),
      ...changesOf(facts, span, changes),
      said(`${knownText(provenance)}${completeFromText(provenance)}`),
    ],
    buttons: [buttonsOf(facts)],
  };
}

function openingText(facts: DigestFacts, isLed: boolean): string {
  const largest = facts.week?.owner.shares[0];
  if (largest === undefined) return summaryText(facts);
  return `${standing(largest, facts.episodes)}${isLed ? ` ${leading(largest, false)}` : ''}`;
}

const said = (what: string) => plain(what, 10);

/** What became of early signs comes first: nothing else tells it. */
function changesOf(
  { signals, changes, notes }: DigestFacts,
  span: 'day' | 'week',
  most: number,
): readonly Section[] {
  const all = [...signals, ...changes, ...notes];
  if (all.length === 0) return [];
  const when = span === 'week' ? 'in this week' : 'on this day';
  if (most === 0) return [said(`${counted(all.length, 'change')} ${when}.`)];
  const more = all.length - most;
  const items = [...all.slice(0, most), ...(more > 0 ? [`${whole(more)} more`] : [])];
  return [list(items, 9, `Changes ${when}`)];
}

function buttonsOf({ day, siteUrl }: DigestFacts): readonly Button[] {
  return [
    ...press('More', `today full ${day}`),
    ...pressBeside('How we know', 'method'),
    ...(siteUrl == null
      ? []
      : [{ kind: 'link', label: 'Page', url: addressOf(siteUrl, 'index.html') } as const]),
  ];
}
