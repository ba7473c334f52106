const SECONDS = { minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 } as const;
const DAYS = { days: 1, weeks: 7, months: 30, years: 365 } as const;

/** Longest silence, and furthest look back, in days. */
const MOST_DAYS = 365;

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

/** `90d`, `6 months`, `1y`, or days where no unit is named: 2 to 365 days. */
export function parseSpan(text: string): number | undefined {
  const days = parseAmount(text, DAYS);
  return days !== undefined && 2 <= days && days <= MOST_DAYS ? days : undefined;
}

/** A number of units, of which the beginning of the name is enough. */
function parseAmount(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, count, unit = ''] = /^(\d{1,5})\s*([a-z]*)$/i.exec(text) ?? [];
  if (count === undefined) return undefined;
  if (unit === '') return Number(count) * units.days!;
  const name = Object.keys(units).find((known) => known.startsWith(unit.toLowerCase()));
  return name === undefined ? undefined : Number(count) * units[name]!;
}

/** An hour of the day: `8`, `8:00`, `08h`. */
export function parseHour(text: string): number | undefined {
  const [, hour] = /^(\d{1,2})(?::00|h)?$/i.exec(text) ?? [];
  return hour !== undefined && Number(hour) <= 23 ? Number(hour) : undefined;
}

/** Words of a command; a number and its unit are one word however they were typed ("35 %", "3 days"). */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/(\d)\s+(?=%|(?:minutes?|hours?|days?|weeks?|months?|years?|[hdwmy])(?:\s|$))/gi, '$1')
    .split(' ')
    .filter(Boolean);
}
