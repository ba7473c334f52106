import { badRequest } from './refusal.ts';

type Button = { readonly text: string; readonly callback_data?: string; readonly url?: string };
type Keyboard = { readonly inline_keyboard: readonly (readonly Button[])[] };

/** Buttons in one keyboard; more are refused with REPLY_MARKUP_TOO_LONG. */
const MAX_BUTTONS = 100;
/** Bot API, InlineKeyboardButton: "1-64 bytes". */
const DATA_BYTES = 64;

/** @throws TelegramRefusal for buttons that Telegram refuses. */
export function checkKeyboard(markup: object | undefined): void {
  if (markup === undefined || !('inline_keyboard' in markup)) return;
  const buttons = (markup as Keyboard).inline_keyboard.flat();
  if (buttons.length > MAX_BUTTONS) throw badRequest('REPLY_MARKUP_TOO_LONG');
  for (const { text, ...rest } of buttons) {
    if (text === '') throw badRequest("can't parse inline keyboard button: Button text must be non-empty");
    const actions = Object.values(rest).filter((value) => value !== undefined);
    if (actions.length === 0) {
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    }
    if (actions.length > 1) throw badRequest('an inline keyboard button does more than one thing');
    const { callback_data: data, url } = rest;
    const bytes = data === undefined ? 1 : Buffer.byteLength(data);
    if (bytes === 0 || bytes > DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
    if (url !== undefined && !/^(https?|tg):\/\/[^\s/]+/.test(url)) {
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    }
  }
}

/** The callback data of a keyboard's buttons. */
export function callbackDataOf(markup: object | undefined): readonly string[] {
  if (markup === undefined || !('inline_keyboard' in markup)) return [];
  const buttons = (markup as Keyboard).inline_keyboard.flat();
  return buttons.flatMap(({ callback_data: data }) => (data === undefined ? [] : [data]));
}
