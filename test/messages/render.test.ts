import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bold,
  code,
  type Inline,
  link,
  type Message,
  paragraph,
  type Section,
  text,
} from '../../lib/messages/message.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { renderDiscord } from '../../lib/messages/render-discord.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { renderTelegram } from '../../lib/messages/render-telegram.ts';
import { parseDiscordMarkdown } from '../support/discord-markdown.ts';
import { parseTelegramHtml } from '../support/telegram-peer/html.ts';

const warning: Message = {
  id: 'warning-1',
  title: 'Foundry USA mined more than a third',
  severity: 'warning',
  sections: [
    paragraph(
      text('Over 7 days '),
      bold('Foundry USA'),
      text(' mined 371 of 1032 blocks: 35.9% (33.1-38.9%).'),
    ),
    {
      kind: 'list',
      title: 'What that allows',
      items: [[text('Reverse 6 confirmations: '), bold('30%')], [text('Selfish mining <pays>')]],
    },
    {
      kind: 'table',
      title: 'Largest pools',
      columns: [
        { name: 'Pool', align: 'left' },
        { name: 'Blocks', align: 'right' },
        { name: 'Share', align: 'right' },
      ],
      rows: [
        ['Foundry USA', '371', '35.9%'],
        ['AntPool', '195', '18.9%'],
      ],
    },
    paragraph(
      text('See '),
      link('the method', 'https://example.org/method?a=1&b=2'),
      text(' or '),
      code('shares --day D'),
    ),
  ],
  footer: 'Recorded blocks, labelled by mempool.space',
};

describe('one message on three services', () => {
  it('is plain text with aligned tables in a terminal', () => {
    expect(renderMessage(warning).text).toBe(`🟠 Warning: Foundry USA mined more than a third

Over 7 days Foundry USA mined 371 of 1032 blocks: 35.9% (33.1-38.9%).

What that allows
• Reverse 6 confirmations: 30%
• Selfish mining <pays>

Largest pools
Pool         Blocks  Share
Foundry USA     371  35.9%
AntPool         195  18.9%

See the method (https://example.org/method?a=1&b=2) or shares --day D

Recorded blocks, labelled by mempool.space`);
  });

  it('is escaped HTML on Telegram', () => {
    expect(renderMessage(warning).telegram.html).toBe(`<b>🟠 Warning: Foundry USA mined more than a third</b>

Over 7 days <b>Foundry USA</b> mined 371 of 1032 blocks: 35.9% (33.1-38.9%).

<b>What that allows</b>
• Reverse 6 confirmations: <b>30%</b>
• Selfish mining &lt;pays&gt;

<b>Largest pools</b>
<pre>Pool         Blocks  Share
Foundry USA     371  35.9%
AntPool         195  18.9%</pre>

See <a href="https://example.org/method?a=1&amp;b=2">the method</a> or <code>shares --day D</code>

<i>Recorded blocks, labelled by mempool.space</i>`);
  });

  it('is one embed with escaped markdown on Discord', () => {
    expect(renderMessage(warning).discord).toEqual({
      embeds: [
        {
          title: '🟠 Warning: Foundry USA mined more than a third',
          color: 0xf97316,
          description: `Over 7 days **Foundry USA** mined 371 of 1032 blocks: 35.9% (33.1-38.9%).

**What that allows**
• Reverse 6 confirmations: **30%**
• Selfish mining \\<pays>

**Largest pools**
\`\`\`
Pool         Blocks  Share
Foundry USA     371  35.9%
AntPool         195  18.9%
\`\`\`

See [the method](https://example.org/method?a=1&b=2) or \`shares --day D\``,
          footer: { text: 'Recorded blocks, labelled by mempool.space' },
        },
      ],
    });
  });
});

/** Ordinary texts, and ones that try to add markup, reorder text, break lines or ping. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<b>',
        '</pre>',
        '&amp;',
        '&',
        '"',
        "'",
        '**',
        '__',
        '~~',
        '||',
        '`',
        '```',
        '[x](http://e.vil)',
      ),
      fc.constantFrom(
        '@everyone',
        '<@1>',
        '<#2>',
        '\\',
        '# ',
        '-# ',
        '> ',
        '- ',
        '1. ',
        ':tada:',
        'https://e.vil',
      ),
      fc.constantFrom(
        '\n',
        '\u202e',
        '\u2067',
        '\u001b[31m',
        '\ud800',
        '👩‍👩‍👧‍👦',
        '🇨🇳',
        'שלום',
        '四川',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join(''));

const inline: fc.Arbitrary<Inline> = fc.oneof(
  hostile.map(text),
  hostile.map(bold),
  hostile.map(code),
  fc
    .tuple(hostile, fc.webUrl({ withQueryParameters: true, withFragments: true }))
    .map(([label, url]) => link(`l${label}`, url)),
);
const inlines = fc.array(inline, { maxLength: 4 });
const rank = fc.integer({ min: 0, max: 2 });
const size = fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, fc.nat(400));
/** Thousands of texts, cheaply: a few hostile ones, repeated. */
const many = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 4 }), size)
    .map(([pool, count]) => Array.from({ length: count }, (_, index) => pool[index % pool.length]!));

/** Marks make each item findable in the output: section 3, item 17. */
const mark = (section: number, item: number) => `¤${section}.${item}¤`;

const section: fc.Arbitrary<(index: number) => Section> = fc.oneof(
  fc.tuple(inlines, rank).map(([content, value]) => (index: number) => ({
    kind: 'paragraph' as const,
    inlines: [...content, text(mark(index, 0))],
    rank: value,
  })),
  fc.tuple(many(inlines), rank, hostile).map(([items, value, title]) => (index: number) => ({
    kind: 'list' as const,
    title,
    items: items.map((item, number) => [text(mark(index, number)), ...item]),
    rank: value,
  })),
  fc
    .tuple(many(fc.tuple(hostile, fc.string({ maxLength: 9 }))), rank)
    .map(([rows, value]) => (index: number) => ({
      kind: 'table' as const,
      columns: [
        { name: 'Pool', align: 'left' as const },
        { name: 'Share', align: 'right' as const },
      ],
      rows: rows.map(([first, second], number) => [`${mark(index, number)}${first}`, second]),
      rank: value,
    })),
);

const message: fc.Arbitrary<Message> = fc
  .record({
    title: hostile.map((title) => `T${title}`),
    severity: fc.constantFrom('info', 'notice', 'warning', 'critical', 'emergency'),
    sections: fc.array(section, { maxLength: 8 }),
    footer: hostile,
  })
  .map((made) => ({ ...made, id: 'm', sections: made.sections.map((make, index) => make(index)) }));

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
