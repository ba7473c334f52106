import { Argument, type Command, Option } from '@commander-js/extra-typings';
import { parsePeriod } from '../bot/quantities.ts';
import { parseDay, type UtcDay } from '../core/ledger/utc-day.ts';
import { WEEK, WINDOWS } from '../core/shares/window.ts';
import { parseChoice, wrongUsage } from './arguments.ts';

/** Adds a command that prints one document, as text or, with `--json`, as JSON. */
export function command(program: Command, name: string, description: string) {
  return program.command(name).description(description).option('--json', 'one JSON document', false);
}

/** `--day`; the newest closed day by default. */
export function dayOption(description: string) {
  return dayFlag('--day', `${description}, YYYY-MM-DD; the newest closed day by default`);
}

/** An option that takes a day. */
export function dayFlag<const Flag extends string>(flag: Flag, description: string) {
  return new Option(`${flag} <day>` as `${Flag} <day>`, description).argParser(
    (text): UtcDay => parseDay(text, flag),
  );
}

/** `--window`; seven days by default. */
export function windowOption(description: string) {
  return new Option('--window <days>', `${description}: 1, 7, 30 or 90 days`)
    .argParser((text): number => {
      const days = parsePeriod(text);
      const window = WINDOWS.find((known) => known === days);
      if (window === undefined) throw wrongUsage('--window', `expected 1, 7, 30 or 90 days, not "${text}"`);
      return window;
    })
    .default(WEEK as number);
}

/** An option that takes one of the given choices. */
export function choiceOption<const Choice extends string, const Flag extends string>(
  flag: Flag,
  description: string,
  choices: readonly Choice[],
) {
  return new Option(
    `${flag} <choice>` as `${Flag} <choice>`,
    `${description} (${choices.join(', ')})`,
  ).argParser((text): Choice => parseChoice(text, flag, choices));
}

/** `--knowledge`; `then` by default. */
export function knowledgeOption(description: string) {
  return choiceOption('--knowledge', description, ['then', 'now']).default('then' as const);
}

/** `--stale`: include regions whose figures are too old. */
export function staleOption() {
  return new Option('--stale', 'include regions whose figures are more than 18 months old').default(false);
}

/** A day as an argument; the newest closed one by default. */
export function dayArgument() {
  return new Argument('[day]', 'YYYY-MM-DD; the newest closed day by default').argParser(
    (text): UtcDay => parseDay(text),
  );
}
