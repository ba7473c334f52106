import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Bound } from '../core/rules/rule.ts';
import type { Interval } from '../core/shares/interval.ts';

/** Formats times as `Intl` does for en-GB, in UTC unless told otherwise; but its "Sept" would be the one month of four letters. */
export function timeFormat(options: Intl.DateTimeFormatOptions): (time: Date | number) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  return (time) => format.format(time).replace('Sept', 'Sep');
}

const DAY = timeFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const MOMENT = timeFormat({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** "36.0%". @param fraction 0-1. */
export function percent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)}%`;
}

/** "35%", "0.1%": an exact fraction such as a threshold, without trailing zeros that suggest a measurement. */
export function exactPercent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))}%`;
}

/** "33.1-38.9%": an interval of fractions. */
export function percentRange({ low, high }: Interval, digits = 1): string {
  return `${(low * 100).toFixed(digits)}-${(high * 100).toFixed(digits)}%`;
}

/** "about 38%", "under 1%": a modelled share. Its interval is too wide for decimals. */
export function aboutPercent(fraction: number): string {
  return fraction > 0 && fraction < 0.01 ? 'under 1%' : `about ${percent(fraction, 0)}`;
}

/** "about 38% (95% interval 31-46%)". */
export function aboutWithRange(place: Interval & { readonly share: number }): string {
  return `${aboutPercent(place.share)} (95% interval ${percentRange(place, 0)})`;
}

/** "96%", "more than 99%": a probability in whole percent, rounded down so that it never overstates. */
export function certainty(probability: number): string {
  if (probability > 0.99) return 'more than 99%';
  return `${Math.floor(probability * 100)}%`;
}

/** "32 of 100 tries": odds per hundred tries, or per thousand if they would round to 0. */
export function triesOf(odds: number): string {
  if (odds >= 1) return 'every try';
  if (odds >= 0.01) return `${Math.min(99, Math.round(odds * 100))} of 100 tries`;
  if (odds >= 0.0005) return `${Math.round(odds * 1000)} of 1,000 tries`;
  return 'fewer than 1 of 1,000 tries';
}

/** "30 Dec 2024". */
export function dayText(day: UtcDay): string {
  return DAY(new Date(`${day}T00:00:00Z`));
}

/** Replaces ISO days in a text: "2021-12-31" becomes "31 Dec 2021". */
export function withReadableDays(text: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\d\b/g, (day) => dayText(day as UtcDay));
}

/** "24 Jan, 13:55 UTC". @param seconds Unix time. */
export function momentText(seconds: number): string {
  return `${MOMENT(new Date(seconds * 1000))} UTC`;
}

/** "1,012". */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** "1.58", "1,570": three significant digits, for figures whose assumptions are no more precise. */
export function threeDigits(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** "966", "0.112": a hash rate in EH/s; whole from 100 on, three digits below. */
export function exahashes(ehs: number): string {
  return ehs < 100 ? threeDigits(ehs) : whole(ehs);
}

/** "up 27.6 points", "unchanged" between two fractions, reckoned from the ends as shown, so that the three agree. */
export function changeText(before: number, after: number): string {
  const tenths =
    Math.round(Number((after * 100).toFixed(1)) * 10) - Math.round(Number((before * 100).toFixed(1)) * 10);
  if (tenths === 0) return 'unchanged';
  return `${tenths < 0 ? 'down' : 'up'} ${(Math.abs(tenths) / 10).toFixed(1)} points`;
}

const BOUND_WORDS = new Map([
  ['1/4', 'a quarter'],
  ['1/3', 'one third'],
  ['0.5', 'half'],
  ['1/2', 'half'],
]);

/** A bound on a share in words: "one third", "40%". */
export function boundText({ text, value }: Bound): string {
  return BOUND_WORDS.get(text) ?? exactPercent(value);
}

/** "1 owner", "1,012 owners". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** "1 day", "7 days". */
export function days(count: number): string {
  return counted(count, 'day');
}

/** "A", "A and B", "A, B and C". */
export function enumerate(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
