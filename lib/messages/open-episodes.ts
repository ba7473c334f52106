import { rankOf } from '../core/rules/rule.ts';
import type { OpenEpisode } from '../core/warnings/episode.ts';
import { capitalised, counted } from './format.ts';
import { levelText, sinceText, subjectText } from './headline.ts';

const WORDS: Readonly<Record<Exclude<OpenEpisode['severity'], 'notice'>, string>> = {
  warning: 'A warning is open',
  critical: 'A critical warning is open',
  emergency: 'An emergency warning is open',
};

/** One sentence on the open episodes above notice, naming the most severe; null if there are none. */
export function openWarningsText(episodes: readonly OpenEpisode[]): string | null {
  const open = episodes
    .filter(({ severity }) => severity !== 'notice')
    .toSorted((a, b) => rankOf(b) - rankOf(a));
  const [worst] = open;
  if (worst === undefined || worst.severity === 'notice') return null;
  const lead =
    open.length === 1
      ? WORDS[worst.severity]
      : `${counted(open.length, 'warning')} are open, ${worst.severity === 'warning' ? 'among them' : `at worst ${worst.severity}`}`;
  return `${lead}: ${capitalised(subjectText(worst))}, ${levelText(worst)}, ${sinceText(worst)}.`;
}

/** "1 warning and 2 notices"; everything above a notice counts as a warning. */
export function openCountText(episodes: readonly OpenEpisode[]): string {
  const notices = episodes.filter(({ severity }) => severity === 'notice').length;
  const warnings = episodes.length - notices;
  return [
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(notices > 0 ? [counted(notices, 'notice')] : []),
  ].join(' and ');
}
