import { type Entity, parseTelegramHtml } from './html.ts';
import { badRequest } from './refusal.ts';

export type FormattedText = { readonly text: string; readonly entities: readonly Entity[] };

type Written = {
  readonly text?: string | undefined;
  readonly parse_mode?: string | undefined;
  readonly entities?: readonly object[] | undefined;
};

/** Limits of the Bot API: sendMessage and sendPhoto, "after entities parsing". */
const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;

/** Parses a message's text as Telegram shows it; lengths are UTF-16 code units after entity parsing. */
export function readText(written: Written): FormattedText {
  const formatted = format(written);
  if (formatted.text.trim() === '') throw badRequest('message text is empty');
  if (formatted.text.length > TEXT_LIMIT) throw badRequest('message is too long');
  return formatted;
}

export function readCaption(written: Written): FormattedText {
  const formatted = format(written);
  if (formatted.text.length > CAPTION_LIMIT) throw badRequest('message caption is too long');
  return formatted;
}

function format({ text = '', parse_mode, entities }: Written): FormattedText {
  if (entities !== undefined && parse_mode !== undefined) {
    throw badRequest('entities and parse_mode exclude one another');
  }
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  if (parse_mode === undefined) return { text, entities: (entities ?? []) as readonly Entity[] };
  if (parse_mode !== 'HTML') throw badRequest(`this peer knows HTML alone, not parse_mode ${parse_mode}`);
  try {
    return parseTelegramHtml(text);
  } catch (error) {
    throw badRequest(`can't parse entities: ${(error as Error).message}`);
  }
}
