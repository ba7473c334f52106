/** What may stand in an option; how it is completed follows from it. */
export type OptionKind =
  | 'command'
  | 'pool'
  | 'country'
  | 'region'
  /** A pool, an owner, a template group or a country. */
  | 'subject'
  /** A part of the hash rate: `35%`, `0.35`, `1/3`. */
  | 'share'
  /** A part of the hash rate, or whoever holds it. */
  | 'share-or-subject'
  /** 1, 7, 30 or 90 closed days. */
  | 'window'
  /** How far to look back: `90d`, `6m`, `1y`. */
  | 'span'
  /** How long from now on: `12h`, `3d`, `2w`. */
  | 'duration'
  | 'count'
  /** The id of one of the chat's watches. */
  | 'watch'
  | 'setting'
  /** What a setting is set to; which values there are depends on the setting. */
  | 'setting-value'
  | 'start-payload';

export type CommandOption = {
  /** Lower-case, at most 32 letters and hyphens: Discord's rule, the stricter one. */
  readonly name: string;
  /** One line, at most 100 characters. */
  readonly description: string;
  readonly kind: OptionKind;
  readonly isRequired: boolean;
};

/** A command as menus and completion know it. */
export type Command = {
  readonly name: CommandName;
  /** One line, at most 100 characters. */
  readonly description: string;
  /** In the order in which their words stand in a text; required ones first. */
  readonly options: readonly CommandOption[];
  /** `chat-admins`: in groups and channels only admins; in a private chat whoever writes. */
  readonly permission: 'anybody' | 'chat-admins';
  /** What to type, as an example: `/pool antpool`. */
  readonly example: string;
};

export const COMMAND_NAMES = [
  'start',
  'help',
  'today',
  'pools',
  'pool',
  'owners',
  'countries',
  'country',
  'region',
  'history',
  'warnings',
  'watch',
  'watches',
  'unwatch',
  'mute',
  'unmute',
  'whatif',
  'risk',
  'farms',
  'method',
  'settings',
  'status',
  'forget',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];
