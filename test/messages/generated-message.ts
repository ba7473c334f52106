import fc from 'fast-check';
import {
  bold,
  code,
  type Inline,
  link,
  type Message,
  type Section,
  text,
} from '../../lib/messages/message.ts';

/** Messages of every shape, with hostile texts. */

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
export const mark = (section: number, item: number) => `¤${section}.${item}¤`;

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

export const message: fc.Arbitrary<Message> = fc
  .record({
    title: hostile.map((title) => `T${title}`),
    severity: fc.constantFrom('info', 'notice', 'warning', 'critical', 'emergency'),
    sections: fc.array(section, { maxLength: 8 }),
    footer: hostile,
  })
  .map((made) => ({ ...made, id: 'm', sections: made.sections.map((make, index) => make(index)) }));
