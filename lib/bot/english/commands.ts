import type { Command, CommandOption, OptionKind } from '../command.ts';

/** All commands in the order of the menus, as they are described in English. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'start',
    description: 'Get the daily digest and warnings in this chat',
    options: [optional('with', 'start-payload', 'What a link asked for, such as watch_foundryusa_35')],
    permission: 'chat-admins',
    example: '/start',
  },
  {
    name: 'help',
    description: 'What you can ask, with an example of each',
    options: [optional('command', 'command', 'A command to explain')],
    permission: 'anybody',
    example: '/help watch',
  },
  {
    name: 'today',
    description: 'The newest closed day: who mined, and how close anybody is to a majority',
    options: [],
    permission: 'anybody',
    example: '/today',
  },
  {
    name: 'pools',
    description: 'The largest pools and their shares',
    options: [optional('days', 'window', 'Over how many days: 1, 7, 30 or 90')],
    permission: 'anybody',
    example: '/pools 30',
  },
  {
    name: 'pool',
    description: 'One pool: share, owner, shared templates, seat, trend',
    options: [required('name', 'pool', 'A pool, or the beginning of its name')],
    permission: 'anybody',
    example: '/pool antpool',
  },
  {
    name: 'owners',
    description: 'The largest owners of pools and their shares',
    options: [optional('days', 'window', 'Over how many days: 1, 7, 30 or 90')],
    permission: 'anybody',
    example: '/owners 7',
  },
  {
    name: 'countries',
    description: 'Countries: where machines stand, and whose law the operators answer to',
    options: [],
    permission: 'anybody',
    example: '/countries',
  },
  {
    name: 'country',
    description: 'One country: machines and operators, told apart',
    options: [required('name', 'country', 'A country or its two-letter code')],
    permission: 'anybody',
    example: '/country china',
  },
  {
    name: 'region',
    description: 'One region, such as a province of China: its share of machines',
    options: [required('name', 'region', 'A region or its code, such as Sichuan or CN-SC')],
    permission: 'anybody',
    example: '/region sichuan',
  },
  {
    name: 'history',
    description: 'How a share went over time',
    options: [
      required('who', 'subject', 'A pool, an owner or a country'),
      optional('time', 'span', 'How far back: 30d, 6m, 1y'),
    ],
    permission: 'anybody',
    example: '/history foundry 90d',
  },
  {
    name: 'warnings',
    description: 'What is open now, and what changed lately',
    options: [],
    permission: 'anybody',
    example: '/warnings',
  },
  {
    name: 'watch',
    description: 'An alarm of your own: tell this chat when a share passes a level',
    options: [
      required('who', 'subject', 'A pool, an owner, or a country with "machines" or "operators"'),
      optional('level', 'share', 'Such as 35%; below a share with "below 20%"'),
    ],
    permission: 'chat-admins',
    example: '/watch foundry 35%',
  },
  {
    name: 'watches',
    description: 'The alarms of this chat',
    options: [],
    permission: 'anybody',
    example: '/watches',
  },
  {
    name: 'unwatch',
    description: 'Remove an alarm, or all of them; "pause" and "resume" keep it',
    options: [
      required('alarm', 'watch', 'Its name, as /watches shows it, or "all"'),
      optional('how', 'setting-value', 'remove, pause or resume'),
    ],
    permission: 'chat-admins',
    example: '/unwatch foundryusa-35',
  },
  {
    name: 'mute',
    description: 'Silence for a while; what it hid is told afterwards',
    options: [optional('time', 'duration', 'How long: 12h, 3d, 2w')],
    permission: 'chat-admins',
    example: '/mute 3d',
  },
  {
    name: 'unmute',
    description: 'End the silence',
    options: [],
    permission: 'chat-admins',
    example: '/unmute',
  },
  {
    name: 'whatif',
    description: 'What a newcomer with a part of the hash rate would do to a share',
    options: [
      required('part', 'share', "The newcomer's part of the new total: 30%"),
      optional('who', 'share-or-subject', 'Whose share: a pool, an owner, a country, or a number'),
    ],
    permission: 'anybody',
    example: '/whatif 30% foundry',
  },
  {
    name: 'risk',
    description: 'What a holder of a share could do to payments',
    options: [
      required('share', 'share-or-subject', 'A share such as 35%, or who holds it'),
      optional('confirmations', 'count', 'Confirmations of the payment; 6 where nothing is said'),
    ],
    permission: 'anybody',
    example: '/risk 35%',
  },
  {
    name: 'farms',
    description: 'Announced mining farms and whether they met their targets',
    options: [],
    permission: 'anybody',
    example: '/farms',
  },
  {
    name: 'method',
    description: 'How shares are estimated, and what is not known',
    options: [],
    permission: 'anybody',
    example: '/method',
  },
  {
    name: 'settings',
    description: 'Digest, quiet hours, time zone, least severity of this chat',
    options: [
      optional('setting', 'setting', 'digest, quiet, zone, severity or emergencies'),
      optional('value', 'setting-value', 'What to set it to'),
    ],
    permission: 'chat-admins',
    example: '/settings quiet 22-7',
  },
  {
    name: 'status',
    description: 'How old the figures are and where they come from',
    options: [],
    permission: 'anybody',
    example: '/status',
  },
  {
    name: 'forget',
    description: 'Erase everything kept about this chat',
    options: [],
    permission: 'chat-admins',
    example: '/forget',
  },
];

function required(name: string, kind: OptionKind, description: string): CommandOption {
  return { name, description, kind, isRequired: true };
}

function optional(name: string, kind: OptionKind, description: string): CommandOption {
  return { name, description, kind, isRequired: false };
}
