import { isJump } from '../../../chats/chat.ts';
import { isHidden } from '../../../core/geography/place-figure.ts';
import { isUpper } from '../../../core/rules/rule.ts';
import { isCounted, isModelled } from '../../../core/rules/rule-lens.ts';
import { WEEK } from '../../../core/shares/window.ts';
import { countOf, hasShare, type LatestFigures, placeOf, shareOf } from '../../../daily/figures.ts';
import { aboutWithRange, boundText, capitalised, days, dayText } from '../../../messages/format.ts';
import { holderText } from '../../../messages/headline.ts';
import { recordedText, shareText } from '../../figures-text.ts';
import { boundOfRule, type Watch } from './watching.ts';

/** Describes a watch: "Foundry USA above 35% of blocks over 7 days". */
export function watchText(watch: Watch): string {
  const { rule } = watch;
  const { lens, subject } = rule;
  const who = subject === '*' ? 'Any owner' : capitalised(holderText(lens, subject));
  if (isJump(rule)) return `${who}: any sudden change`;
  const { window = WEEK } = rule;
  const bound = boundOfRule(rule);
  const whole = isModelled(lens) ? "the world's hash rate" : `blocks over ${days(window)}`;
  return `${who} ${isUpper(bound) ? 'above' : 'below'} ${boundText(bound)} of ${whole}`;
}

/** The watched share's current value, as a sentence to append; empty if it has none. */
export function currentShareText(figures: LatestFigures, { rule }: Watch): string {
  if (isJump(rule) || rule.subject === '*') return '';
  const { lens, subject, window = WEEK } = rule;
  if (isCounted(lens)) {
    const row = shareOf(countOf(figures, lens, window), subject);
    return row === null
      ? ''
      : ` Now: ${shareText(row)}, ${days(window)} to ${dayText(figures.day)}${recordedText(figures, window)}.`;
  }
  const place = placeOf(figures.machines, subject);
  if (place === undefined || !hasShare(place)) return ' Now: not known.';
  if (isHidden(place)) return ' Now: not known, its figures are too old.';
  return ` Now: ${aboutWithRange(place)}, ${dayText(figures.day)}${place.status === 'stale' ? ', too old to warn about' : ''}.`;
}
