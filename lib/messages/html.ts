import { raw, html as template } from 'hono/html';
import { oneLine } from './plain-text.ts';

/** Markup that is safe to stand in a page: what was filled in is escaped. */
export type Html = ReturnType<typeof raw>;

/** What may be filled in: text, which is escaped; markup, which is not; nothing. */
type Filled = string | number | null | Html | readonly Html[];

/** Markup with texts filled in, each on one line and escaped, in an attribute's quotes as well. */
export function html(strings: TemplateStringsArray, ...filled: readonly Filled[]): Html {
  const safe = filled.map((one) => (typeof one === 'string' ? oneLine(one) : one));
  return template(strings, ...safe) as Html;
}

/** Markup that the program itself has made, as it is. */
export const asMarkup = raw;
