import { raw, html as template } from 'hono/html';
import { oneLine } from './plain-text.ts';

/** Safe markup: every text in it has been escaped. */
export type Html = ReturnType<typeof raw>;

/** A template value: text, which is escaped; markup, which is not; or nothing. */
type Filled = string | number | null | Html | readonly Html[];

/** Builds markup. Texts are escaped, also for quoted attributes, and put on one line. */
export function html(strings: TemplateStringsArray, ...filled: readonly Filled[]): Html {
  const safe = filled.map((one) => (typeof one === 'string' ? oneLine(one) : one));
  return template(strings, ...safe) as Html;
}

/** Marks a string as safe markup. Only for markup that the program itself produced. */
export const asMarkup = raw;
