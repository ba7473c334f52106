/** A published API description, pinned by its content. */
export type Published = {
  /** File name in the folder that HASHTILT_SPECS names. */
  readonly file: string;
  readonly repository: string;
  /** Git's id of the content, which no later commit can change. */
  readonly blob: string;
  readonly sha256: string;
};

/** Bot API 10.1, restated by Paul Larsen's scraper; MIT licence. */
export const TELEGRAM: Published = {
  file: 'telegram-bot-api-10.1.json',
  repository: 'PaulSonOfLars/telegram-bot-api-spec',
  blob: '8cde0c993326416856cd233f90a8a490901c40f3',
  sha256: '0950def6a1c900792c3a1d65ab13c1ee76d2f400a761df1aa0e6245e2355070a',
};

/** Discord's own description of 18 July 2026; MIT licence. */
export const DISCORD: Published = {
  file: 'discord-openapi-2026-07-18.json',
  repository: 'discord/discord-api-spec',
  blob: 'bbbd9bf789f5d3dacb74c697acf64c66fcf782bf',
  sha256: '8c1d0707ccdf8e380a86dfba04058820a66435c1b69d5ed82e04dd8c0520dd73',
};
