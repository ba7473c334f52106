import { type Button, button, replyButton } from './button.ts';
import { type DigestFacts, leading, ownerTable, standing, summaryText } from './digest.ts';
import { counted, dayText, whole } from './format.ts';
import { list, type Message, plain, type Section } from './message.ts';
import { addressOf } from './page-link.ts';
import { completeFromText, knownText } from './provenance.ts';
import { renderPlain } from './render-plain.ts';

/** Characters of a message that a phone shows without scrolling. */
export const SCREEN_CHARACTERS = 600;

/** Leaves room for the bot to say how old the day is. */
const DIGEST_CHARACTERS = SCREEN_CHARACTERS - 50;

/**
 * Sizes to try in turn: how many owners to name, how many changes to list, and whether a sentence repeats the first row
 * of the table. The outcome of an early sign is more important than the table: chats were warned of the sign.
 */
const SIZES = [
  [4, 3, true],
  [4, 2, true],
  [4, 3, false],
  [4, 2, false],
  [3, 1, false],
  [2, 1, false],
  [1, 1, false],
  [3, 0, false],
  [2, 0, false],
  [0, 1, false],
] as const;

/** The digest on one phone screen, for a day or the week ending on it, with a button for the rest. */
export function shortDigest(facts: DigestFacts, span: 'day' | 'week'): Message {
  const sizes = SIZES.filter(([owners, changes]) => (facts.signals.length > 0 ? changes > 0 : owners > 0));
  const sized = sizes.map((size) => messageOf(facts, span, size));
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
      essential(openingText(facts, isLed)),
      ...(liveNote === null ? [] : [essential(liveNote)]),
      ...(week === null || owners === 0
        ? []
        : [{ ...ownerTable(week.owner, owners), title: 'The last 7 days' }]),
      ...changesOf(facts, span, changes),
      essential(`${knownText(provenance)}${completeFromText(provenance)}`),
    ],
    buttons: [buttonsOf(facts)],
  };
}

function openingText(facts: DigestFacts, isLed: boolean): string {
  const largest = facts.week?.owner.shares[0];
  if (largest === undefined) return summaryText(facts);
  return `${standing(largest, facts.episodes)}${isLed ? ` ${leading(largest, false)}` : ''}`;
}

const essential = (what: string) => plain(what, 10);

/** The outcome of early signs comes first: it is reported nowhere else. */
function changesOf(
  { signals, changes, notes }: DigestFacts,
  span: 'day' | 'week',
  most: number,
): readonly Section[] {
  const all = [...signals, ...changes, ...notes];
  if (all.length === 0) return [];
  const when = span === 'week' ? 'in this week' : 'on this day';
  if (most === 0) return [essential(`${counted(all.length, 'change')} ${when}.`)];
  const more = all.length - most;
  const items = [...all.slice(0, most), ...(more > 0 ? [`${whole(more)} more`] : [])];
  return [list(items, 9, `Changes ${when}`)];
}

function buttonsOf({ day, siteUrl }: DigestFacts): readonly Button[] {
  return [
    ...button('More', `today full ${day}`),
    ...replyButton('How we know', 'method'),
    ...(siteUrl == null
      ? []
      : [{ kind: 'link', label: 'Page', url: addressOf(siteUrl, 'index.html') } as const]),
  ];
}
