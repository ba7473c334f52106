import * as z from 'zod/mini';
import table from '../../../data/anchors.json' with { type: 'json' };
import { parseInput } from '../../schema.ts';
import { type CountryCode, countryName } from '../lenses/seats.ts';

/** ISO 3166-2: a subdivision of a country, such as `CN-SC`. */
export const regionCodeSchema = z
  .string()
  .check(z.regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/))
  .brand<'RegionCode'>();

export type RegionCode = z.output<typeof regionCodeSchema>;

/** A place of machines: a country, or a region of one. */
export type PlaceCode = CountryCode | RegionCode;

/** English region names, which ICU (`Intl.DisplayNames`) lacks. */
export const regionNamesSchema = z.record(regionCodeSchema, z.string());

/** Codes that ICU names but ISO 3166-1 assigns to no country. */
const NOT_A_COUNTRY = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const regionNames = new Map<string, string>(
  Object.entries(parseInput(regionNamesSchema, table.regions, 'data/anchors.json: regions')),
);

/** Every region with a shipped name. */
export const regions: readonly RegionCode[] = [...regionNames.keys()].filter(isRegion);

/** Whether a text is a country code: ISO 3166-1 alpha-2 as currently in force, and XK for Kosovo. */
export function isCountry(text: string): text is CountryCode {
  return (
    /^[A-Z]{2}$/.test(text) &&
    named.of(text) !== undefined &&
    // A withdrawn code (SU) or an alias (UK) maps to another code.
    new Intl.Locale(`und-${text}`).region === text &&
    !NOT_A_COUNTRY.has(text)
  );
}

/** Whether a text is the code of a region with a shipped name. */
export function isRegion(text: string): text is RegionCode {
  return regionNames.has(text);
}

/** The code of a place with a name. */
export const placeSchema = z.custom<PlaceCode>(
  (value) => typeof value === 'string' && (isCountry(value) || isRegion(value)),
  'expected a country, or a region that the project has a name for',
);

/** The country of a place; a country's is itself. */
export function countryOf(place: PlaceCode): CountryCode {
  return place.slice(0, 2) as CountryCode;
}

/** A place's English name; its code if there is none. */
export function placeName(place: PlaceCode): string {
  return isCountry(place) ? countryName(place) : (regionNames.get(place) ?? place);
}
