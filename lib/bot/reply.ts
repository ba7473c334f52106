import type { Button } from '../messages/button.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import type { Message } from '../messages/message.ts';

/** What the bot answers, whatever the service. */
export type Reply = {
  /** Its title has at most 200 characters, and says all that matters where an alert shows nothing else. */
  readonly message: Message;
  /** A picture to show with the message as soon as it is drawn; null where there is none. */
  readonly picture: ChartRequest | null;
  /** Rows of buttons, at most 5 of at most 5. */
  readonly buttons: readonly (readonly Button[])[];
  /**
   * For the eyes of who asked only. Discord: ephemeral. Telegram: after a press that edits nothing, an alert
   * with the title; else an ordinary message.
   */
  readonly isPrivate: boolean;
  /** Whether it takes the place of the message whose button was pressed. */
  readonly isEdit: boolean;
};

/** Characters of a title: `text` of Telegram's answerCallbackQuery. */
export const TITLE_CHARACTERS = 200;

/** One suggestion for an option: what is shown and what is filled in, each at most 100 characters. */
export type Choice = { readonly name: string; readonly value: string };

/** Suggestions at once: autocomplete of Discord. */
export const MOST_CHOICES = 25;

/** One thing that can be put into a chat. */
export type InlineResult = {
  /** At most 64 bytes, unique among the results. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly message: Message;
};
