import { type Chat, DIGEST_FORMS, type DigestForm } from '../../../chats/chat.ts';
import { SEVERITIES } from '../../../core/rules/rule.ts';
import { type Candidate, fold, matchName, nameOf, soleMatch } from '../../match-name.ts';
import { parseHour } from '../../quantities.ts';

export type Settings = Chat['settings'];

export const SETTING_NAMES = ['digest', 'quiet', 'zone', 'severity', 'emergencies', 'language'] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

export type SettingChange =
  | { readonly kind: 'changed'; readonly settings: Settings }
  /** Not a value of this setting. */
  | { readonly kind: 'refused' }
  /** An ambiguous time zone, with its candidates. */
  | { readonly kind: 'which-zone'; readonly zones: readonly string[] };

const ALIASES: Readonly<Record<string, SettingName>> = {
  timezone: 'zone',
  tz: 'zone',
  level: 'severity',
  least: 'severity',
  emergency: 'emergencies',
  lang: 'language',
};

/** Time zones by name and city. */
export const zones: readonly Candidate<string>[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].map(
  (zone) => ({
    value: zone,
    names: [zone, zone.replace(/^.*\//, '').replaceAll('_', ' ')].map(nameOf),
    isLikely: true,
  }),
);

/** The setting named by a word; undefined if there is none. */
export function settingOf(word: string): SettingName | undefined {
  const folded = fold(word);
  if (folded === '') return undefined;
  const alias = Object.hasOwn(ALIASES, folded) ? ALIASES[folded] : undefined;
  return alias ?? SETTING_NAMES.find((name) => name.startsWith(folded));
}

/** Sets one setting to a typed value. */
export function changeSetting(settings: Settings, name: SettingName, typed: string): SettingChange {
  switch (name) {
    case 'digest':
      return changed(settings, digestOf(settings, typed));
    case 'quiet':
      return changed(settings, quietOf(typed));
    case 'zone':
      return zoneChange(settings, typed);
    case 'severity': {
      const leastSeverity = SEVERITIES.find((severity) => severity === fold(typed));
      return changed(settings, leastSeverity && { leastSeverity });
    }
    case 'emergencies': {
      const emergenciesPassQuiet = switchOf(typed);
      return changed(settings, emergenciesPassQuiet === undefined ? undefined : { emergenciesPassQuiet });
    }
    case 'language':
      return changed(settings, ['en', 'english'].includes(fold(typed)) ? { language: 'en' } : undefined);
  }
}

function changed(settings: Settings, change: Partial<Settings> | undefined): SettingChange {
  if (change === undefined) return { kind: 'refused' };
  return { kind: 'changed', settings: { ...settings, ...change } };
}

/** Parses a digest form and time: `full`, `weekly 8`. A time alone keeps the form, and turns the digest on if off. */
function digestOf({ digest }: Settings, typed: string): Partial<Settings> | undefined {
  const words = typed.split(/\s+/).filter((word) => !['', 'at'].includes(word.toLowerCase()));
  if (words.length === 0) return undefined;
  const on = digest.form === 'off' ? 'short' : digest.form;
  let { hour } = digest;
  let form: DigestForm = on;
  for (const word of words) {
    const [named, time] = [formOf(word, on), timeOf(word)];
    if (named === undefined && time === undefined) return undefined;
    if (named !== undefined) form = named;
    if (time !== undefined) hour = time;
  }
  return { digest: { form, hour } };
}

function formOf(word: string, on: DigestForm): DigestForm | undefined {
  const folded = fold(word);
  if (folded === 'daily' || switchOf(word) === true) return on;
  return switchOf(word) === false ? 'off' : DIGEST_FORMS.find((form) => form === folded);
}

/** Parses an hour; null for as soon as a day closes; undefined if neither. */
function timeOf(word: string): number | null | undefined {
  return ['asap', 'soon', 'atonce', 'now'].includes(fold(word)) ? null : parseHour(word);
}

function quietOf(typed: string): Partial<Settings> | undefined {
  if (switchOf(typed) === false) return { quiet: null };
  const [from, to, ...more] = typed.split(/\s*(?:-|–|to|\s)\s*/).map(parseHour);
  if (from === undefined || to === undefined || from === to || more.length > 0) return undefined;
  return { quiet: { from, to } };
}

function zoneChange(settings: Settings, typed: string): SettingChange {
  const match = matchName(typed, zones);
  const zone = soleMatch(match);
  if (zone !== undefined) return changed(settings, { zone });
  return match.kind === 'none' ? { kind: 'refused' } : { kind: 'which-zone', zones: match.values };
}

function switchOf(typed: string): boolean | undefined {
  const folded = fold(typed);
  if (['on', 'yes', 'true'].includes(folded)) return true;
  return ['off', 'no', 'false', 'none', 'never'].includes(folded) ? false : undefined;
}
