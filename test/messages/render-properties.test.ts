import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, Section } from '../../lib/messages/message.ts';
import { renderDiscord } from '../../lib/messages/render-discord.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { renderTelegram } from '../../lib/messages/render-telegram.ts';
import { parseDiscordMarkdown } from '../support/discord-markdown.ts';
import { parseTelegramHtml } from '../support/telegram-peer/html.ts';
import { mark, message } from './generated-message.ts';

const runs = { seed: 20190, numRuns: 150 };

/** What readers must see of a text: one line, nothing reordered, all else unchanged. */
const seen = (value: string) =>
  value
    .toWellFormed()
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ');
const seenOnDiscord = (value: string) =>
  seen(value).replaceAll('`', 'ˋ').replaceAll('[', '(').replaceAll(']', ')');
const squeezed = (value: string) => value.replace(/\s+/g, '');

/** The texts of an item, in the order in which they must be shown. */
function itemTexts(part: Section, item: number): readonly string[] {
  if (part.kind === 'paragraph') return part.inlines.map((run) => run.text);
  return part.kind === 'list'
    ? part.items[item]!.map((run) => run.text)
    : [part.rows[item]![0]!, part.rows[item]![1]!];
}

const count = (part: Section) =>
  part.kind === 'paragraph' ? 1 : part.kind === 'list' ? part.items.length : part.rows.length;

/** Checks that each section shows whole items from its start, and says how many were left out. */
function expectWholeAndHonest(made: Message, shownText: string, see: (value: string) => string): void {
  const whole = squeezed(see(shownText));
  let droppedSections = 0;
  made.sections.forEach((part, index) => {
    const all = count(part);
    const shown = Array.from({ length: all }, (_, item) => item).filter((item) =>
      whole.includes(mark(index, item)),
    );
    expect(shown).toEqual(shown.map((_, position) => position));
    if (all > 0 && shown.length === 0) droppedSections += 1;
    for (const item of shown) {
      // A paragraph is marked at its end, so that its text starts a line.
      let from = part.kind === 'paragraph' ? 0 : whole.indexOf(mark(index, item));
      for (const piece of itemTexts(part, item)) {
        const at = whole.indexOf(squeezed(see(piece)), from);
        expect(at, `${mark(index, item)} lacks ${JSON.stringify(piece)}`).toBeGreaterThanOrEqual(from);
        from = at;
      }
    }
    if (shown.length > 0 && shown.length < all) {
      const tail = whole.slice(whole.indexOf(mark(index, shown.length - 1)));
      expect(tail).toContain(`…and${all - shown.length}more`);
    }
  });
  const notes = /…and(\d+)moresections?/.exec(whole);
  expect(Number(notes?.[1] ?? 0)).toBe(droppedSections);
}

describe('any message', () => {
  it('is well-formed on Telegram, within 4096 code units, in whole items, and says what is left out', () => {
    fc.assert(
      fc.property(message, (made) => {
        const { html } = renderTelegram(made);
        const parsed = parseTelegramHtml(html);
        expect(parsed.text.length).toBeLessThanOrEqual(4096);
        expect(Buffer.byteLength(html)).toBeLessThanOrEqual(30_000);
        expectWholeAndHonest(made, parsed.text, seen);
      }),
      runs,
    );
  });

  it('has no fixed-width line on Telegram wider than a phone', () => {
    fc.assert(
      fc.property(message, (made) => {
        const { text: shown, entities } = parseTelegramHtml(renderTelegram(made).html);
        for (const { offset, length } of entities.filter(({ type }) => type === 'pre')) {
          const lines = shown.slice(offset, offset + length).split('\n');
          for (const line of lines)
            expect([...new Intl.Segmenter().segment(line)].length).toBeLessThanOrEqual(34);
        }
      }),
      runs,
    );
  });

  it('has no unescaped markup on Discord, within its limits, in whole items, and says what is left out', () => {
    fc.assert(
      fc.property(message, (made) => {
        const { embeds } = renderDiscord(made);
        const [{ title, description = '', footer } = { title: '' }] = embeds;
        expect(embeds).toHaveLength(1);
        expect(title.length).toBeLessThanOrEqual(256);
        expect(description.length).toBeLessThanOrEqual(4096);
        expect(footer?.text.length ?? 0).toBeLessThanOrEqual(2048);
        expect(title.length + description.length + (footer?.text.length ?? 0)).toBeLessThanOrEqual(6000);
        expect(parseDiscordMarkdown(title).text).toContain(seen(made.title));
        expectWholeAndHonest(made, parseDiscordMarkdown(description).text, seenOnDiscord);
      }),
      runs,
    );
  });

  it('is complete in a terminal, without control characters', () => {
    fc.assert(
      fc.property(message, (made) => {
        const plain = renderPlain(made);
        expect(plain).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
        expect(plain).not.toMatch(/… and \d+ more/);
        made.sections.forEach((part, index) => {
          for (let item = 0; item < count(part); item += 1) expect(plain).toContain(mark(index, item));
        });
      }),
      runs,
    );
  });
});
