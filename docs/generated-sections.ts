import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Renders a Markdown table, one string per line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/**
 * Replaces the generated sections of a page in docs/, each between its two markers.
 *
 * @param command the npm script that the markers name.
 * @throws Error if the page lacks a section's markers.
 */
export function writeSections(
  file: string,
  command: string,
  sections: Readonly<Record<string, readonly string[]>>,
): void {
  const path = join(import.meta.dirname, file);
  let page = readFileSync(path, 'utf8');
  for (const [name, lines] of Object.entries(sections)) {
    const [start, end] = [`<!-- ${name}: written by npm run ${command} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [page.indexOf(start), page.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${file} lacks the markers of "${name}"`);
    page = `${page.slice(0, from + start.length)}\n\n${lines.join('\n').trimEnd()}\n\n${page.slice(to)}`;
  }
  writeFileSync(path, page);
}
