/**
 * The Markdown of a Discord embed, parsed strictly: only bold, code, code blocks and masked links are markup,
 * and any other character that Discord could treat as markup must be escaped.
 */
export type MarkdownSpan = { readonly kind: 'bold' | 'code' | 'block' | 'link'; readonly text: string };

const PIECES: readonly (readonly [MarkdownSpan['kind'], RegExp])[] = [
  ['block', /```\n([^`]*)\n```/y],
  ['code', /`([^`]+)`(?!`)/y],
  ['bold', /\*\*((?:\\[^\n]|[^\\*\n])+)\*\*(?!\*)/y],
  ['link', /\[((?:\\[^\n]|[^\\[\]\n])+)\]\(https?:[^\s()<>\\]+\)/y],
];
const ESCAPED = /\\([^0-9A-Za-z\s])/g;
/** Discord links bare addresses and shows `:name:` as an emoji. */
const COLON_MARKUP = /:\/\/|:[\w+-]+:/;
const BLOCK_MARKUP = /(?:#{1,3} |-# |>{1,3} ?| *[-*+] | *\d+\. )/y;

/** The text that Discord shows, with its spans. @throws Error for other markup. */
export function parseDiscordMarkdown(markdown: string): {
  readonly text: string;
  readonly spans: readonly MarkdownSpan[];
} {
  const spans: MarkdownSpan[] = [];
  let text = '';
  /** The text outside code and link addresses, with escaped characters as blanks. */
  let open = '';
  let position = 0;
  while (position < markdown.length) {
    const atLineStart = position === 0 || markdown[position - 1] === '\n';
    if (atLineStart && matchAt(BLOCK_MARKUP, markdown, position)) {
      throw new Error(`block markup at ${position}: ${markdown.slice(position, position + 20)}`);
    }
    const found = PIECES.map(([kind, pattern]) => ({
      kind,
      match: matchAt(pattern, markdown, position),
    })).find(({ match }) => match !== null);
    if (found?.match) {
      const [all, inner = ''] = found.match;
      open += found.kind === 'bold' || found.kind === 'link' ? inner.replace(ESCAPED, ' ') : ' ';
      const shown = found.kind === 'bold' || found.kind === 'link' ? plain(inner) : inner;
      spans.push({ kind: found.kind, text: shown });
      text += shown;
      position += all.length;
    } else {
      const piece = matchAt(/\\[^0-9A-Za-z\s]|[\s\S]/y, markdown, position)?.[0] ?? '';
      text += plain(piece);
      open += piece.replace(ESCAPED, ' ');
      position += piece.length;
    }
  }
  const taken = COLON_MARKUP.exec(open);
  if (taken) throw new Error(`an address or an emoji that nobody meant: ${taken[0]}`);
  return { text, spans };
}

function plain(text: string): string {
  const bare = /[\\*_~`|<[\]@]/.exec(text.replace(ESCAPED, ''));
  if (bare !== null) throw new Error(`unescaped "${bare[0]}" in "${text}"`);
  return text.replace(ESCAPED, '$1');
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
