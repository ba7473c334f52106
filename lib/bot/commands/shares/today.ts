import { dayOf, daysBetween } from '../../../core/ledger/utc-day.ts';
import { WEEK } from '../../../core/shares/window.ts';
import { type Answer, plain, press } from '../../answer.ts';
import { command } from '../../command.ts';
import { type CurrentFigures, fromFigures } from '../../current-figures.ts';
import { ageText } from '../../figures-text.ts';

export const today = command({
  name: 'today',
  description: 'The newest closed day: who mined, and how close anyone is to a majority',
  run: fromFigures(todayAnswer),
});

/** A day closes some hours after midnight, so the newest is yesterday or the day before. */
const FRESH_DAYS = 2;

/** The digest of the newest closed day. */
export function todayAnswer({ figures, at }: CurrentFigures): Answer {
  const { digest, day } = figures;
  const isOld = daysBetween(day, dayOf(at)) > FRESH_DAYS;
  const age = plain(`The newest day counted here was ${ageText(day, at)}.`, 10);
  return {
    message: isOld ? { ...digest, sections: [age, ...digest.sections] } : digest,
    picture: { kind: 'ranking', lens: 'owner', window: WEEK, day: figures.day },
    buttons: [
      [...press('Pools', 'pools'), ...press('Owners', 'owners'), ...press('Countries', 'countries')],
      [...press('Warnings', 'warnings'), ...press('How we know', 'method')],
    ],
  };
}
