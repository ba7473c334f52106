const SECONDS = { minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 } as const;
const DAYS = { days: 1, weeks: 7, months: 30, years: 365 } as const;

/** Periods that people name by a word. */
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

/** The longest first, so that "sixty" is no "six". */
const NUMBER_WORD = Object.keys(NUMBER_WORDS)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** A number of units, and a unit alone, written out: a letter alone says too little. */
const AMOUNT = new RegExp(`^(\\d{1,5}|${NUMBER_WORD})\\s*([a-z]*)$`);
const ONE_UNIT = /^(?:minute|hour|day|week|month|year)$/;

/** A number before its unit, and the space between. */
const APART = new RegExp(
  `(\\d|\\b(?:${NUMBER_WORD}))\\s+(?=%|(?:minutes?|hours?|days?|weeks?|months?|years?|[hdwmy])(?:\\s|$))`,
  'gi',
);

/** Words before a period that say nothing more: "in the last 30 days". */
const ASIDES = new Set(['a', 'an', 'in', 'the', 'last', 'past', 'over', 'for', 'this', 'of']);

/** Whether a word before a period says nothing more. */
export function isAside(word: string): boolean {
  return ASIDES.has(word.toLowerCase());
}

/** Longest silence, in days. */
const MOST_DAYS = 365;

/** Further back than any ledger reaches, in days. */
const ALL_DAYS = 10_000;

/** Shortest silence, in seconds: shorter ones end before anything could have come. */
const LEAST_SILENCE = 600;

/** A part of the hash rate as it was typed. */
export type TypedShare = {
  /** 0-1. */
  readonly value: number;
  /** As a rule writes it: a fraction where one was meant. */
  readonly written: number | string;
};

const FRACTION_WORDS: Readonly<Record<string, string>> = {
  quarter: '1/4',
  third: '1/3',
  half: '1/2',
  majority: '1/2',
};

/** `35%`, `35,5 %`, `0.35`, `35`, `1/3`, `third`; undefined where it is no part of a whole. */
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
  // "0.35" is a fraction; "35" can only be percent, and nobody means all of it by "1".
  const value = percent === '%' || number >= 1 ? Number((number / 100).toFixed(8)) : number;
  return value > 1 ? undefined : { value, written: value };
}

/** `12h`, `3d`, `2 weeks`, or days where no unit is named: seconds, from ten minutes to a year. */
export function parseDuration(text: string): number | undefined {
  const seconds = parseAmount(text, SECONDS);
  return seconds !== undefined && LEAST_SILENCE <= seconds && seconds <= MOST_DAYS * SECONDS.days
    ? seconds
    : undefined;
}

/** A period of any length in days, as people say it: `14`, `90d`, `thirty`, `6 months`, `5y`, `week`, `the last week`. */
export function parsePeriod(text: string): number | undefined {
  const said = wordsOf(text).filter((word) => !isAside(word));
  return said.length === 1 ? parseAmount(said[0]!, DAYS) : undefined;
}

/** A period that one can look back: 2 days or more, or `all`. */
export function parseSpan(text: string): number | undefined {
  const days = parsePeriod(text);
  return days !== undefined && 2 <= days ? Math.min(days, ALL_DAYS) : undefined;
}

/** Takes a period off the end of a text: "foundry over the last 30 days" is "foundry" and "30days"; null where none ends it. */
export function endingPeriod(text: string): { readonly before: string; readonly period: string | null } {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (words.length < 2 || last === undefined || parsePeriod(last) === undefined)
    return { before: words.join(' '), period: null };
  const end = words.slice(0, -1).findLastIndex((word) => !isAside(word));
  return { before: words.slice(0, end + 1).join(' '), period: last };
}

/** A number of units, of which the beginning of the name is enough; one where a unit stands alone. */
function parseAmount(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const low = text.toLowerCase();
  const said = Object.hasOwn(PERIOD_WORDS, low) ? PERIOD_WORDS[low]! : low;
  const [, count, unit = ''] = AMOUNT.exec(ONE_UNIT.test(said) ? `1${said}` : said) ?? [];
  if (count === undefined) return undefined;
  const number = NUMBER_WORDS[count] ?? Number(count);
  if (unit === '') return number * units.days!;
  const name = Object.keys(units).find((known) => known.startsWith(unit));
  return name === undefined ? undefined : number * units[name]!;
}

/** An hour of the day: `8`, `8:00`, `08h`. */
export function parseHour(text: string): number | undefined {
  const [, hour] = /^(\d{1,2})(?::00|h)?$/i.exec(text) ?? [];
  return hour !== undefined && Number(hour) <= 23 ? Number(hour) : undefined;
}

/** Words of a command; a number and its unit are one word however they were typed ("35 %", "3 days"). */
export function wordsOf(text: string): readonly string[] {
  return text.replace(APART, '$1').split(' ').filter(Boolean);
}
