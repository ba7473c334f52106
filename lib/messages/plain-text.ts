/**
 * Makes a text safe for one line on any service: line breaks, control characters (including terminal escapes) and runs
 * of spaces become one space; bidirectional controls are removed and lone surrogates replaced. Nothing else changes.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ');
}

/** Escapes a text for XML and HTML, including quoted attributes. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Truncates a text to at most `characters` UTF-16 code units, ending in an ellipsis. */
export function truncate(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const start = text.slice(0, characters - 1).trimEnd();
  return `${start.toWellFormed()}…`;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60]/u;

/** Width of a text in columns of a fixed-width font; emoji and East Asian characters take two. */
export function columnsOf(text: string): number {
  // Segmenting into graphemes is slow, and most texts are ASCII.
  if (/^[ -~]*$/.test(text)) return text.length;
  return GRAPHEMES.segment(text)
    [Symbol.iterator]()
    .reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}
