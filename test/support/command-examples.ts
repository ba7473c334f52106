import { COMMANDS } from '../../lib/bot/commands.ts';

/** Nine in the morning after the newest recorded day. */
const FIRST = Date.parse('2026-04-22T09:00:00Z') / 1000;

/**
 * The example of every command, in the order of the menus, so that an alarm is set before it is listed
 * and removed; each in a different minute. `options`: the same, as separate options.
 */
export const EXAMPLES = COMMANDS.map(({ name, example, options }, index) => {
  const words = example.split(' ').slice(1);
  return {
    name,
    text: example,
    at: FIRST + 60 * index,
    options: words.map((value, place) => ({ name: options[place]!.name, type: 3, value })),
  };
});
