import { dayOf, daysBetween } from '../../../core/ledger/utc-day.ts';
import { WEEK } from '../../../core/shares/window.ts';
import { button } from '../../../messages/button.ts';
import { withReadableDays } from '../../../messages/format.ts';
import type { Message, Section } from '../../../messages/message.ts';
import { type Answer, plain } from '../../answer.ts';
import { type BotDeps, command, optional } from '../../command.ts';
import { type CurrentFigures, fromFigures } from '../../current-figures.ts';
import { ageText } from '../../figures-text.ts';
import { oneOf } from '../../option-kinds.ts';

export const today = command({
  name: 'today',
  description: 'The newest closed day: who mined, and how close anyone is to a majority',
  options: [optional('form', oneOf(['short', 'full']), 'short: one screen; full: all of it')],
  run: fromFigures((current, { rest }, deps) =>
    /^full\b/i.test(rest) ? fullAnswer(current, rest, deps) : todayAnswer(current),
  ),
});

/** A day closes a few hours after midnight, so the newest is yesterday or the day before. */
const FRESH_DAYS = 2;

/** The digest of the newest closed day, on one screen. */
export function todayAnswer({ figures, at }: CurrentFigures): Answer {
  const { digest, short = digest, day } = figures;
  return {
    message: withAge(short, figures, at),
    picture: { kind: 'ranking', lens: 'owner', window: WEEK, day },
    buttons: [
      [...button('More', `today full ${day}`), ...button('How we know', 'method')],
      [...button('Pools', 'pools'), ...button('Owners', 'owners'), ...button('Countries', 'countries')],
      button('Warnings', 'warnings'),
    ],
  };
}

/** The full digest of the day named after `full`, or of the newest day if that digest is no longer stored. */
async function fullAnswer(
  { figures, at }: CurrentFigures,
  rest: string,
  { messages }: Pick<BotDeps, 'messages'>,
): Promise<Answer> {
  const { day, digest } = figures;
  const [, wanted = day] = /^full (\d{4}-\d\d-\d\d)$/i.exec(rest) ?? [];
  const isNewest = wanted === day;
  const stored = isNewest ? digest : (await messages.loadMessage(`digest-${wanted}`))?.source;
  const note = plain(`No digest is kept for ${withReadableDays(wanted)}; this is the newest.`, 10);
  return {
    message: isNewest ? withAge(digest, figures, at) : (stored ?? prepended(digest, note)),
    buttons: [
      [...button(isNewest ? 'Less' : 'Newest day', 'today'), ...button('How we know', 'method')],
      [...button('Pools', 'pools'), ...button('Owners', 'owners'), ...button('Countries', 'countries')],
    ],
  };
}

/** Puts the age of a message first if its day is older than expected. */
function withAge(message: Message, { day }: CurrentFigures['figures'], at: number): Message {
  const isOld = daysBetween(day, dayOf(at)) > FRESH_DAYS;
  return isOld
    ? prepended(message, plain(`The newest day counted here was ${ageText(day, at)}.`, 10))
    : message;
}

function prepended(message: Message, section: Section): Message {
  return { ...message, sections: [section, ...message.sections] };
}
