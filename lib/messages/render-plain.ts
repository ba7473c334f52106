import { httpHref } from './href.ts';
import { layOut, type Markup, writeBody } from './layout.ts';
import type { Message } from './message.ts';
import { oneLine } from './plain-text.ts';
import { titleLine } from './severity.ts';

const PLAIN: Markup = {
  inline: (inline) => (inline.kind === 'link' ? `${inline.text} (${httpHref(inline.url)})` : inline.text),
  fixedWidth: (lines) => lines,
  tableColumns: Number.POSITIVE_INFINITY,
};

/**
 * Renders a whole message as plain text, with aligned tables and unwrapped lines.
 * @throws RenderError on rows that do not match their columns and on links that are not http.
 */
export function renderPlain(message: Message): string {
  const blocks = layOut(message.sections, PLAIN);
  const body = writeBody(
    blocks,
    blocks.map(({ items }) => items.length),
  );
  return [oneLine(titleLine(message)), body, oneLine(message.footer ?? '').trim()]
    .filter(Boolean)
    .join('\n\n');
}
