/** A run of text in one style. */
export type Run = { readonly text: string; readonly style: 'plain' | 'bold' | 'italic' | 'code' | 'link' };

/** A paragraph or a fixed-width block, as lines of runs. */
export type Part = { readonly kind: 'text' | 'fixed'; readonly lines: readonly (readonly Run[])[] };

const TAGS: Readonly<Record<string, Run['style']>> = { b: 'bold', i: 'italic', code: 'code', a: 'link' };

/** Parses Telegram's HTML: `b`, `i`, `code`, `a` and `pre`, not nested. */
export function readTelegramHtml(html: string): readonly Part[] {
  return split(html, /<pre>([\s\S]*?)<\/pre>/g, (text) =>
    runs(text, /<(b|i|code|a)(?: [^>]*)?>(.*?)<\/\1>/g, ([, tag, inner]) => ({
      text: inner!,
      style: TAGS[tag!]!,
    })),
  ).map((part) => mapped(part, unescaped));
}

/** Parses Discord's Markdown: bold, code, links and fences. */
export function readMarkdown(markdown: string): readonly Part[] {
  // Escaped characters are replaced by placeholders while markup is matched.
  const kept: string[] = [];
  const plain = markdown.replace(/\\([^\w\s])/g, (_, mark: string) => {
    kept.push(mark);
    return `\u{F0000}${kept.length - 1}\u{F0001}`;
  });
  const parts = split(plain, /```\n([\s\S]*?)\n```/g, (text) =>
    runs(text, /\*\*(.+?)\*\*|`(.+?)`|\[(.+?)\]\((?:.+?)\)/g, ([, bold, code, link]) => ({
      text: (bold ?? code ?? link)!,
      style: bold !== undefined ? 'bold' : code !== undefined ? 'code' : 'link',
    })),
  );
  return parts.map((part) =>
    mapped(part, (text) => text.replace(/\u{F0000}(\d+)\u{F0001}/gu, (_, at: string) => kept[Number(at)]!)),
  );
}

function split(text: string, fence: RegExp, read: (line: string) => readonly Run[]): readonly Part[] {
  // The odd pieces are the contents of fences.
  return text.split(fence).flatMap((piece, at): readonly Part[] =>
    at % 2 === 1
      ? [{ kind: 'fixed', lines: piece.split('\n').map((line) => [{ text: line, style: 'code' }]) }]
      : piece
          .split(/\n{2,}/)
          .map((block) => block.replace(/^\n+|\n+$/g, ''))
          .filter((block) => block.trim() !== '')
          .map((block) => ({ kind: 'text', lines: block.split('\n').map(read) })),
  );
}

function runs(line: string, markup: RegExp, toRun: (match: RegExpMatchArray) => Run): readonly Run[] {
  const found: Run[] = [];
  let from = 0;
  for (const match of line.matchAll(markup)) {
    found.push({ text: line.slice(from, match.index), style: 'plain' }, toRun(match));
    from = match.index + match[0].length;
  }
  return [...found, { text: line.slice(from), style: 'plain' } as const].filter(({ text }) => text !== '');
}

function mapped({ kind, lines }: Part, change: (text: string) => string): Part {
  return { kind, lines: lines.map((line) => line.map(({ text, style }) => ({ text: change(text), style }))) };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
