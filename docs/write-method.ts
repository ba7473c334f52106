/**
 * `npm run docs:method`: converts docs/method.md to HTML blocks in data/method.json, so that the site can show the text
 * without a Markdown parser.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked } from 'marked';

const marked = new Marked({
  renderer: {
    // One level down: the page has its own heading above these.
    heading({ tokens, depth }) {
      return `<h${depth + 1}>${this.parser.parseInline(tokens)}</h${depth + 1}>`;
    },
    // The site has no source files to link to, so it only names them.
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (/^https:/.test(href)) return `<a href="${href}">${text}</a>`;
      return `${text} (<code>${posix.join('docs', href)}</code>)`;
    },
    table({ header, rows }) {
      const cell = (name: string, { tokens }: (typeof header)[number]) =>
        `<${name}>${this.parser.parseInline(tokens)}</${name.split(' ', 1)[0]}>`;
      const row = ([first, ...others]: typeof header) =>
        `<tr>${cell('th scope="row"', first!)}${others.map((one) => cell('td', one)).join('')}</tr>`;
      return `<div class="wide" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${header.map((one) => cell('th scope="col"', one)).join('')}</tr></thead><tbody>${rows.map(row).join('')}</tbody></table></div>`;
    },
  },
});

/** Converts the blocks of a Markdown text to HTML, without its title. @throws TypeError if it has no title. */
export function methodBlocks(markdown: string): readonly string[] {
  const [title, ...blocks] = marked.lexer(markdown).filter(({ type }) => type !== 'space');
  if (title?.type !== 'heading') throw new TypeError('docs/method.md begins with its title');
  return blocks.map((block) => marked.parser([block]).trim());
}

if (import.meta.main) {
  const blocks = methodBlocks(readFileSync(join(import.meta.dirname, 'method.md'), 'utf8'));
  writeFileSync(join(import.meta.dirname, '../data/method.json'), `${JSON.stringify({ blocks }, null, 2)}\n`);
}
