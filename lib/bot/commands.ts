import type { Command } from './command.ts';
import { data, method, status } from './commands/about.ts';
import { compare } from './commands/compare/compare.ts';
import { farms } from './commands/farms/farms.ts';
import { help } from './commands/help.ts';
import { history } from './commands/history.ts';
import { countries } from './commands/places/countries.ts';
import { country, region } from './commands/places/one-place.ts';
import { risk } from './commands/risk.ts';
import { settings } from './commands/settings/settings.ts';
import { pool } from './commands/shares/pool.ts';
import { owners, pools } from './commands/shares/ranking.ts';
import { today } from './commands/shares/today.ts';
import { signals } from './commands/signals.ts';
import { forget, mute, start, stop, unmute } from './commands/subscription.ts';
import { warnings } from './commands/warnings.ts';
import { unwatch } from './commands/watches/unwatch.ts';
import { watch } from './commands/watches/watch.ts';
import { watches } from './commands/watches/watches.ts';
import { whatif } from './commands/what-if/what-if.ts';

const LIST = [
  start,
  help,
  today,
  pools,
  pool,
  owners,
  compare,
  countries,
  country,
  region,
  history,
  warnings,
  watch,
  watches,
  unwatch,
  mute,
  unmute,
  whatif,
  risk,
  signals,
  farms,
  method,
  data,
  settings,
  status,
  stop,
  forget,
] as const;

export type CommandName = (typeof LIST)[number]['name'];

/** All commands in menu order. `/help`, Telegram's menu and Discord's slash commands are derived from this list. */
export const COMMANDS: readonly (Command & { readonly name: CommandName })[] = LIST;
