/** Texts of the bots besides their answers. */

/** On Telegram's start screen; at most 512 characters. */
export const DESCRIPTION =
  "Who mines Bitcoin? Hashtilt counts every day's blocks and warns you when one pool, one owner or one country comes close to a majority. Press Start for the daily digest and warnings.";

/** On the bot's profile; at most 120 characters. */
export const SHORT_DESCRIPTION = "Watches how Bitcoin's hash rate tilts towards one pool, owner or country.";

export const TRY_AGAIN = 'Something went wrong on our side. Please try again in a minute.';

export const ASK_LATER = 'Too many questions at once. Please ask again in a minute.';

export const ANSWERED_BEFORE = 'This was already answered.';
