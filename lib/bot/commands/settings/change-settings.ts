import type { Chat } from '../../../chats/chat.ts';
import { SEVERITIES } from '../../../core/rules/rule.ts';
import { type Candidate, fold, matchName, nameOf } from '../../match-name.ts';
import { parseHour } from '../../quantities.ts';

export type Settings = Chat['settings'];

export const SETTING_NAMES = ['digest', 'quiet', 'zone', 'severity', 'emergencies', 'language'] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

/** What became of a change that was asked for. */
export type SettingChange =
  | { readonly kind: 'changed'; readonly settings: Settings }
  /** No value of this setting. */
  | { readonly kind: 'refused' }
  /** A time zone that could be any of these. */
  | { readonly kind: 'which-zone'; readonly zones: readonly string[] };

const ALIASES: Readonly<Record<string, SettingName>> = {
  timezone: 'zone',
  tz: 'zone',
  level: 'severity',
  least: 'severity',
  emergency: 'emergencies',
  lang: 'language',
};

/** Time zones, and what they go by. */
export const zones: readonly Candidate<string>[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].map(
  (zone) => ({
    value: zone,
    names: [zone, zone.replace(/^.*\//, '').replaceAll('_', ' ')].map(nameOf),
    isLikely: true,
  }),
);

/** The setting that a word names. */
export function settingOf(word: string): SettingName | undefined {
  const folded = fold(word);
  if (folded === '') return undefined;
  const alias = Object.hasOwn(ALIASES, folded) ? ALIASES[folded] : undefined;
  return alias ?? SETTING_NAMES.find((name) => name.startsWith(folded));
}

/** The settings after one of them was set to what was typed. */
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
  return change === undefined
    ? { kind: 'refused' }
    : { kind: 'changed', settings: { ...settings, ...change } };
}

function digestOf({ digest }: Settings, typed: string): Partial<Settings> | undefined {
  const on = switchOf(typed);
  if (on !== undefined) return { digest: { ...digest, on } };
  if (['asap', 'soon', 'atonce', 'now'].includes(fold(typed))) return { digest: { on: true, hour: null } };
  const hour = parseHour(typed);
  return hour === undefined ? undefined : { digest: { on: true, hour } };
}

function quietOf(typed: string): Partial<Settings> | undefined {
  if (switchOf(typed) === false) return { quiet: null };
  const [from, to, ...more] = typed.split(/\s*(?:-|–|to|\s)\s*/).map(parseHour);
  if (from === undefined || to === undefined || from === to || more.length > 0) return undefined;
  return { quiet: { from, to } };
}

function zoneChange(settings: Settings, typed: string): SettingChange {
  const match = matchName(typed, zones);
  switch (match.kind) {
    case 'one':
      return changed(settings, { zone: match.value });
    case 'several':
    case 'near':
      return { kind: 'which-zone', zones: match.values };
    case 'none':
      return { kind: 'refused' };
  }
}

function switchOf(typed: string): boolean | undefined {
  const folded = fold(typed);
  if (['on', 'yes', 'true'].includes(folded)) return true;
  return ['off', 'no', 'false', 'none', 'never'].includes(folded) ? false : undefined;
}
