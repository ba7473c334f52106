import type { Button } from '../messages/button.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import type { Message } from '../messages/message.ts';

export type Reply = {
  /** Its title, at most `TITLE_CHARACTERS`, must suffice where an alert shows nothing else. */
  readonly message: Message;
  /** A picture to add to the message once it is drawn; null if there is none. */
  readonly picture: ChartRequest | null;
  /** At most 5 rows of at most 5 buttons. */
  readonly buttons: readonly (readonly Button[])[];
  /**
   * Shown only to the person who asked. Discord: ephemeral. Telegram: an alert with the title after a press that edits
   * nothing, otherwise an ordinary message.
   */
  readonly isPrivate: boolean;
  /** Whether it replaces the message whose button was pressed. */
  readonly isEdit: boolean;
};

/** Telegram Bot API, `text` of answerCallbackQuery: characters. */
export const TITLE_CHARACTERS = 200;

/** A suggestion for an option: the text shown and the value filled in, at most 100 characters each. */
export type Choice = { readonly name: string; readonly value: string };

/** Discord API, autocomplete: choices. */
export const MAX_CHOICES = 25;

/** A result of an inline query, to post in a chat. */
export type InlineResult = {
  /** At most 64 bytes, unique among the results. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly message: Message;
};
