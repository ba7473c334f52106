import { describe, expect, it } from 'vitest';
import { parseTelegramHtml } from '../support/telegram-peer/html.ts';

/** Texts that Telegram refuses, with its error. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['1 <2', 'Unclosed start tag at byte offset 2'],
  ['1 < 2 >', 'Unsupported start tag "" at byte offset 2'],
  ['é<table>x</table>', 'Unsupported start tag "table" at byte offset 2'],
  ['<b', 'Unclosed start tag at byte offset 0'],
  ['<a href', 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
  ['<a href=', 'Unclosed start tag "a" at byte offset 0'],
  ['<a href="https://a.example>x</a>', 'Unclosed start tag at byte offset 0'],
  ['<a href=https://a.example>x</a>', 'Unexpected end of name token at byte offset 8'],
  ['<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
  ['<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ['x</b>', 'Unexpected end tag at byte offset 1'],
  ['<b>x</b', 'Unclosed end tag at byte offset 4'],
  ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
  ['<b>x', `Can't find end tag corresponding to start tag "b"`],
  [
    '&#xDFDF;',
    'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
  ],
];

/** Texts that Telegram accepts but does not show as intended. */
const STRICTER: readonly (readonly [string, string])[] = [
  ['a > b', 'Unescaped ">" at byte offset 2'],
  ['a & b', 'Unescaped "&" at byte offset 2'],
  ['&nbsp;', 'Unknown character "&nbsp;" at byte offset 0'],
  ['x<b></b>', 'Empty "b" at byte offset 1'],
  ['<b id="1">x</b>', 'Unsupported attribute "id" of the tag "b" at byte offset 0'],
  ['<a>x</a>', 'Link without an address at byte offset 0'],
  ['<a href="javascript:x">x</a>', 'Link without an address at byte offset 0'],
  ['<pre><b>x</b></pre>', '"b" inside fixed-width text at byte offset 5'],
  ['<code><code>x</code></code>', '"code" inside fixed-width text at byte offset 6'],
  [
    '<blockquote><blockquote>x</blockquote></blockquote>',
    '"blockquote" inside "blockquote" at byte offset 12',
  ],
];

describe("Telegram's HTML", () => {
  it.each(REFUSED)('is refused as by Telegram: %s', (html, words) => {
    expect(() => parseTelegramHtml(html)).toThrow(new Error(words));
  });

  it.each(STRICTER)('is refused if Telegram would not show it as written: %s', (html, words) => {
    expect(() => parseTelegramHtml(html)).toThrow(new Error(words));
  });

  it.each([
    ['<b>x</b>', 'bold'],
    ['<strong>x</strong>', 'bold'],
    ['<I>x</>', 'italic'],
    ['<u>x</u>', 'underline'],
    ['<del>x</del>', 'strikethrough'],
    ['<tg-spoiler>x</tg-spoiler>', 'spoiler'],
    ['<span class="tg-spoiler">x</span>', 'spoiler'],
    ['<code>x</code>', 'code'],
    ['<blockquote>x</blockquote>', 'blockquote'],
    ['<blockquote expandable>x</blockquote>', 'expandable_blockquote'],
  ])('knows %s', (html, type) => {
    expect(parseTelegramHtml(html)).toEqual({ text: 'x', entities: [{ type, offset: 0, length: 1 }] });
  });

  it('measures entities in UTF-16 code units and decodes their URL', () => {
    expect(parseTelegramHtml('🇨🇳 <a href="https://a.example/?x=1&amp;y=2">x &lt; y</a>')).toEqual({
      text: '🇨🇳 x < y',
      entities: [{ type: 'text_link', offset: 5, length: 5, url: 'https://a.example/?x=1&y=2' }],
    });
  });

  it('decodes the four named entities and numeric ones', () => {
    expect(parseTelegramHtml('&lt;&gt;&amp;&quot;&#39;&#x27;').text).toBe(`<>&"''`);
  });
});
