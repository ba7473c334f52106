import { assertNever } from '../errors.ts';
import { fitBlocks } from './fit.ts';
import { httpHref } from './href.ts';
import { layOut, type Markup, writeBody } from './layout.ts';
import { PHONE_COLUMNS, TELEGRAM_CAPTION, TELEGRAM_HTML_BYTES, TELEGRAM_TEXT } from './limits.ts';
import type { Inline, Message } from './message.ts';
import { escapeMarkup, oneLine } from './plain-text.ts';
import { RenderError } from './render-error.ts';
import type { TelegramText } from './rendered.ts';
import { titleLine } from './severity.ts';

const TELEGRAM: Markup = {
  inline: inlineHtml,
  fixedWidth: (lines) => `<pre>${escapeMarkup(lines)}</pre>`,
  tableColumns: PHONE_COLUMNS,
};

/**
 * Renders a message in Telegram's HTML, within 4096 code units after entity parsing.
 * @throws RenderError if the title is blank or a required part does not fit.
 */
export function renderTelegram(message: Message): TelegramText {
  if (oneLine(message.title).trim() === '') throw new RenderError('a message needs a title');
  const title = `<b>${escapeMarkup(oneLine(titleLine(message)))}</b>`;
  const footer = oneLine(message.footer ?? '').trim();
  const blocks = layOut(message.sections, TELEGRAM);
  const html = (shown: readonly number[]) =>
    [title, writeBody(blocks, shown), footer && `<i>${escapeMarkup(footer)}</i>`]
      .filter(Boolean)
      .join('\n\n');
  return { html: html(fitBlocks(blocks, (shown) => fitsTelegram(html(shown)))) };
}

function fitsTelegram(html: string): boolean {
  return visibleLength(html) <= TELEGRAM_TEXT && Buffer.byteLength(html) <= TELEGRAM_HTML_BYTES;
}

/** Whether a text from `renderTelegram` fits as the caption of a photo. */
export function fitsCaption({ html }: TelegramText): boolean {
  return visibleLength(html) <= TELEGRAM_CAPTION;
}

/** Appends a line to a text from `renderTelegram`; unchanged if it would not fit. */
export function withLine({ html }: TelegramText, line: string): TelegramText {
  const longer = `${html}\n\n<i>${escapeMarkup(line)}</i>`;
  return { html: fitsTelegram(longer) ? longer : html };
}

/** Exact for output of this file, where `<` and `>` only delimit tags and `&` only starts an entity. */
function visibleLength(html: string): number {
  return html.replace(/<[^>]*>/g, '').replace(/&[a-z]+;/g, '&').length;
}

function inlineHtml(inline: Inline): string {
  const text = escapeMarkup(inline.text);
  switch (inline.kind) {
    case 'text':
      return text;
    case 'bold':
      return `<b>${text}</b>`;
    case 'code':
      return `<code>${text}</code>`;
    case 'link':
      return `<a href="${escapeMarkup(httpHref(inline.url))}">${text}</a>`;
    default:
      return assertNever(inline);
  }
}
