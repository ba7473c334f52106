/**
 * Makes a text safe to stand in one line of any service: line breaks, control characters (a terminal's
 * escape sequences among them) and runs of spaces become one space; controls that reorder text and halves of
 * characters go. Everything else stays as it is.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ');
}

/** A text with what would be markup in XML and HTML escaped, in an attribute's quotes as well. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60]/u;

/** Columns that a text takes in a fixed-width font: emoji and East Asian characters take two. */
export function columnsOf(text: string): number {
  // Most texts are plain, and taking them apart into characters is slow.
  if (/^[ -~]*$/.test(text)) return text.length;
  return GRAPHEMES.segment(text)
    [Symbol.iterator]()
    .reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}
