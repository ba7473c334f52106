import { describe, expect, it } from 'vitest';
import { bold, link, type Message, paragraph, type Section, text } from '../../lib/messages/message.ts';
import { renderDiscord } from '../../lib/messages/render-discord.ts';
import { RenderError } from '../../lib/messages/render-error.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { renderTelegram } from '../../lib/messages/render-telegram.ts';

const message = (sections: readonly Section[], rest: Partial<Message> = {}): Message => ({
  id: 'm',
  title: 'Title',
  severity: 'info',
  sections,
  ...rest,
});
const items = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => [text(`${index} `.padEnd(length, 'x'))]);
const description = (made: Message) => renderDiscord(made).embeds[0]?.description ?? '';

describe('a message that is too long', () => {
  it('says how many items of a list are left out', () => {
    const { html } = renderTelegram(message([{ kind: 'list', title: 'Pools', items: items(60, 97) }]));
    // 5 + 2 + 5 + 40 x 100 + 16 = 4028; one more item makes 4128.
    expect(html.match(/• /g)).toHaveLength(40);
    expect(html.endsWith('\n… and 20 more')).toBe(true);
  });

  it('fills Telegram to the last code unit before leaving anything out', () => {
    const exact = message([paragraph(text('x'.repeat(4096 - 'Title\n\n'.length)))]);
    expect(renderTelegram(exact).html).toMatch(/x{4089}$/);
    expect(() => renderTelegram(message([paragraph(text('x'.repeat(4090)))]))).toThrow(RenderError);
  });

  it('does not count markup and escapes on Telegram', () => {
    expect(renderTelegram(message([paragraph(bold('&'.repeat(4089)))])).html.length).toBeGreaterThan(20_000);
  });

  it('loses items of the lowest rank first', () => {
    const made = message([
      { kind: 'list', title: 'Keep', items: items(20, 97), rank: 1 },
      { kind: 'list', title: 'Shorten', items: items(20, 97) },
      { kind: 'list', title: 'Keep too', items: items(10, 97), rank: 1 },
    ]);
    const [keep = '', shorten = '', keepToo = ''] = renderTelegram(made).html.split('\n\n').slice(1);
    expect(keep.match(/• /g)).toHaveLength(20);
    expect(shorten).toMatch(/… and 10 more$/);
    expect(keepToo.match(/• /g)).toHaveLength(10);
  });

  it('leaves out lists before paragraphs of the same rank, later sections before earlier ones', () => {
    const made = message([
      { kind: 'list', title: 'First', items: [[text('a')]] },
      { kind: 'list', title: 'Second', items: [[text('b'.repeat(100))]] },
      paragraph(text('x'.repeat(4020))),
    ]);
    expect(renderTelegram(made).html).toBe(
      `<b>Title</b>\n\n<b>First</b>\n• a\n\n${'x'.repeat(4020)}\n\n… and 1 more section`,
    );
  });

  it('says how many whole sections are left out', () => {
    const long = [[text('y'.repeat(4090))]];
    const made = message([
      paragraph(text('Stays.')),
      { kind: 'list', items: long },
      { kind: 'list', items: long },
    ]);
    expect(renderTelegram(made).html).toBe('<b>Title</b>\n\nStays.\n\n… and 2 more sections');
  });

  it('shortens a table by whole rows', () => {
    const rows = Array.from({ length: 400 }, (_, index) => [`pool ${index}`, '1.0%']);
    const made = message([
      {
        kind: 'table',
        columns: [
          { name: 'Pool', align: 'left' },
          { name: 'Share', align: 'right' },
        ],
        rows,
      },
    ]);
    const [block = '', rest = ''] = description(made).split('\n```\n');
    const shown = block.split('\n').length - 2;
    expect(rest).toBe(`… and ${400 - shown} more`);
    expect(block.endsWith(`pool ${shown - 1}   1.0%`)).toBe(true);
  });

  it('leaves room for title and footer in the 6000 characters of a Discord embed', () => {
    const made = message([{ kind: 'list', items: items(60, 97) }], { footer: 'f'.repeat(2048) });
    const { title, footer } = renderDiscord(made).embeds[0]!;
    expect(title.length + description(made).length + footer!.text.length).toBeLessThanOrEqual(6000);
    expect(description(made).match(/• /g)).toHaveLength(39);
  });

  it('is refused as a bug if its title, its footer or a single paragraph cannot fit', () => {
    expect(() => renderTelegram(message([], { footer: 'f'.repeat(4096) }))).toThrow('title and footer');
    expect(() => renderDiscord(message([], { title: 't'.repeat(257) }))).toThrow('title is too long');
    expect(() => renderDiscord(message([], { footer: 'f'.repeat(2049) }))).toThrow('footer is too long');
    expect(() => renderDiscord(message([paragraph(text('*'.repeat(2049)))]))).toThrow('paragraph 0');
  });
});

describe('a table', () => {
  const wide: Section = {
    kind: 'table',
    title: 'Owners',
    columns: [
      { name: 'Owner', align: 'left' },
      { name: 'Share', align: 'right' },
      { name: 'Interval', align: 'right' },
    ],
    rows: [['A company with quite a long name', '35.9%', '33.1-38.9%']],
  };

  it('becomes a list if it is too wide for a phone', () => {
    expect(renderTelegram(message([wide])).html).toBe(
      '<b>Title</b>\n\n<b>Owners</b>\n• <b>A company with quite a long name</b> · Share 35.9% · Interval 33.1-38.9%',
    );
  });

  it('keeps its columns in a terminal however wide it is', () => {
    expect(renderPlain(message([wide]))).toBe(
      'Title\n\nOwners\nOwner                             Share    Interval\nA company with quite a long name  35.9%  33.1-38.9%',
    );
  });

  it('counts emoji and Chinese characters as two columns', () => {
    const table: Section = {
      kind: 'table',
      columns: [
        { name: '', align: 'left' },
        { name: '', align: 'right' },
      ],
      rows: [
        ['🇨🇳 四川', '54%'],
        ['Texas', '2%'],
      ],
    };
    expect(renderPlain(message([table]))).toBe('Title\n\n🇨🇳 四川  54%\nTexas     2%');
  });

  it('must have one cell per column', () => {
    const table: Section = { kind: 'table', columns: [{ name: 'A', align: 'left' }], rows: [['1', '2']] };
    expect(() => renderPlain(message([table]))).toThrow('row 0');
  });
});

describe('untrusted text', () => {
  it('cannot ping, link, format or quote on Discord', () => {
    const made = message([
      paragraph(text('> @everyone <@1> **b** https://e.vil :tada: [x](http://e.vil)')),
      paragraph(text('1. item')),
      paragraph(text('# head')),
    ]);
    expect(description(made)).toBe(
      '\\> \\@everyone \\<\\@1> \\*\\*b\\*\\* https\\://e.vil \\:tada: \\[x\\](http\\://e.vil)\n\n1\\. item\n\n\\# head',
    );
  });

  it('cannot break out of code or a link on Discord', () => {
    const made = message([
      paragraph({ kind: 'code', text: 'a`b' }, link('[a](b)', 'https://example.org/x_(y)?q="<>')),
    ]);
    expect(description(made)).toBe('`aˋb`[(a)(b)](https://example.org/x_%28y%29?q=%22%3C%3E)');
  });

  it('has adjacent bold runs joined, which Discord would not show in bold', () => {
    expect(description(message([paragraph(bold('a'), bold('b'))]))).toBe('**ab**');
  });

  it('is put on one line, in order, without control characters', () => {
    const made = message([paragraph(text('a\r\n\tb\u001b[2J\u202ec\ud800'))]);
    expect(renderPlain(made)).toBe('Title\n\na b [2Jc\ufffd');
  });

  it('cannot put anything but an http address into a link', () => {
    for (const url of ['javascript:alert(1)', 'tg://user?id=1', 'example.org']) {
      expect(() => renderTelegram(message([paragraph(link('x', url))]))).toThrow(RenderError);
    }
  });
});

describe('severity', () => {
  it.each([
    ['info', 'Title'],
    ['notice', '🟡 Notice: Title'],
    ['warning', '🟠 Warning: Title'],
    ['critical', '🔴 Critical: Title'],
    ['emergency', '🚨 Emergency: Title'],
  ] as const)('%s is told by a word, not by colour alone', (severity, headline) => {
    expect(renderPlain(message([], { severity }))).toBe(headline);
  });

  it('refuses a message without a title', () => {
    expect(() => renderTelegram(message([], { title: ' \n' }))).toThrow('needs a title');
    expect(() => renderDiscord(message([], { title: '' }))).toThrow('needs a title');
  });
});
