const SECONDS = { minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 } as const;
const DAYS = { days: 1, weeks: 7, months: 30, years: 365 } as const;

/** Periods named by a single word. */
const PERIOD_WORDS: Readonly<Record<string, string>> = {
  today: '1d',
  daily: '1d',
  weekly: '1w',
  fortnight: '2w',
  monthly: '1 month',
  quarter: '90d',
  yearly: '1y',
  all: '99y',
};

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ twelve: 12, fourteen: 14, twenty: 20, thirty: 30, sixty: 60, ninety: 90 },
};

/** Longest first, so that "sixty" does not match "six". */
const NUMBER_WORD = Object.keys(NUMBER_WORDS)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** A number of units; and a unit without a number, which must be spelled out. */
const AMOUNT = new RegExp(`^(\\d{1,5}|${NUMBER_WORD})\\s*([a-z]*)$`);
const ONE_UNIT = /^(?:minute|hour|day|week|month|year)$/;

/** A number and the space before its unit. */
const NUMBER_AND_SPACE = new RegExp(
  `(\\d|\\b(?:${NUMBER_WORD}))\\s+(?=%|(?:minutes?|hours?|days?|weeks?|months?|years?|[hdwmy])(?:\\s|$))`,
  'gi',
);

/** Words before a period that do not matter: "in the last 30 days". */
const FILLERS = new Set(['a', 'an', 'in', 'the', 'last', 'past', 'over', 'for', 'this', 'of']);

export function isFiller(word: string): boolean {
  return FILLERS.has(word.toLowerCase());
}

const MAX_SILENCE_DAYS = 365;

/** Longer than any ledger, in days. */
const ALL_DAYS = 10_000;

/** Shortest silence, in seconds; shorter ones would hold nothing back. */
const MIN_SILENCE_SECONDS = 600;

export type TypedShare = {
  /** 0-1. */
  readonly value: number;
  /** As written in a rule: keeps an exact fraction such as `1/3`. */
  readonly written: number | string;
};

const FRACTION_WORDS: Readonly<Record<string, string>> = {
  quarter: '1/4',
  third: '1/3',
  half: '1/2',
  majority: '1/2',
};

/** Parses a share: `35%`, `35,5 %`, `0.35`, `35`, `1/3`, `third`; undefined if it is none or above 1. */
export function parseShare(text: string): TypedShare | undefined {
  const typed = FRACTION_WORDS[text.toLowerCase()] ?? text;
  const fraction = /^(\d{1,3})\/([1-9]\d{0,2})$/.exec(typed);
  if (fraction !== null) {
    const value = Number(fraction[1]) / Number(fraction[2]);
    return value > 1 ? undefined : { value, written: typed };
  }
  const [, digits, percent] = /^(\d{0,3}(?:[.,]\d{1,6})?)\s*(%?)$/.exec(typed) ?? [];
  if (digits === undefined || digits === '') return undefined;
  const number = Number(digits.replace(',', '.'));
  // "0.35" is a fraction and "35" must be percent; "1" means 1%, not the whole.
  const value = percent === '%' || number >= 1 ? Number((number / 100).toFixed(8)) : number;
  return value > 1 ? undefined : { value, written: value };
}

/** Whether a text is a number that is no part of a whole: `120%`, `-5`. */
export function isImpossibleShare(text: string): boolean {
  return /^-?\d[\d.,]*\s*%?$/.test(text) && parseShare(text) === undefined;
}

/** Parses `12h`, `3d`, `2 weeks`, or days without a unit, to seconds; undefined unless from ten minutes to a year. */
export function parseDuration(text: string): number | undefined {
  const seconds = soleAmount(text, SECONDS);
  return seconds !== undefined && MIN_SILENCE_SECONDS <= seconds && seconds <= MAX_SILENCE_DAYS * SECONDS.days
    ? seconds
    : undefined;
}

/** Parses a period to days: `14`, `90d`, `thirty`, `6 months`, `5y`, `week`, `the last week`. */
export function parsePeriod(text: string): number | undefined {
  return soleAmount(text, DAYS);
}

/** Parses a period to look back over, in days: 2 or more, or `all`. */
export function parseSpan(text: string): number | undefined {
  const days = parsePeriod(text);
  return days !== undefined && 2 <= days ? Math.min(days, ALL_DAYS) : undefined;
}

/** Splits a period off the end: "foundry over the last 30 days" gives "foundry" and "30days"; null if there is none. */
export function splitPeriod(text: string): { readonly before: string; readonly period: string | null } {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (words.length < 2 || last === undefined || parsePeriod(last) === undefined)
    return { before: words.join(' '), period: null };
  const end = words.slice(0, -1).findLastIndex((word) => !isFiller(word));
  return { before: words.slice(0, end + 1).join(' '), period: last };
}

/** Parses a number of units between fillers; undefined if anything else is said. */
function soleAmount(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const kept = wordsOf(text).filter((word) => !isFiller(word));
  return kept.length === 1 ? parseAmount(kept[0]!, units) : undefined;
}

/** Parses a number of units, which may be abbreviated; a unit alone means one. */
function parseAmount(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const low = text.toLowerCase();
  const amount = Object.hasOwn(PERIOD_WORDS, low) ? PERIOD_WORDS[low]! : low;
  const [, count, unit = ''] = AMOUNT.exec(ONE_UNIT.test(amount) ? `1${amount}` : amount) ?? [];
  if (count === undefined) return undefined;
  const number = NUMBER_WORDS[count] ?? Number(count);
  if (unit === '') return number * units.days!;
  const name = Object.keys(units).find((known) => known.startsWith(unit));
  return name === undefined ? undefined : number * units[name]!;
}

/** Parses an hour of the day: `8`, `8:00`, `08h`. */
export function parseHour(text: string): number | undefined {
  const [, hour] = /^(\d{1,2})(?::00|h)?$/i.exec(text) ?? [];
  return hour !== undefined && Number(hour) <= 23 ? Number(hour) : undefined;
}

/** Splits a text into words, joining a number and its unit ("35 %", "3 days") to one. */
export function wordsOf(text: string): readonly string[] {
  return text.replace(NUMBER_AND_SPACE, '$1').split(' ').filter(Boolean);
}
