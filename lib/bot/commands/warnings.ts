import { daysBetween } from '../../core/ledger/utc-day.ts';
import { rankOf } from '../../core/rules/rule.ts';
import { isModelled } from '../../core/rules/rule-lens.ts';
import { WEEK } from '../../core/shares/window.ts';
import { countOf, type LatestFigures } from '../../daily/figures.ts';
import { button } from '../../messages/button.ts';
import { capitalised, days, dayText } from '../../messages/format.ts';
import { headline, levelText, OPEN_TITLE, sinceText, subjectText } from '../../messages/headline.ts';
import { bold, type Inline } from '../../messages/message.ts';
import { openCountText } from '../../messages/open-episodes.ts';
import { type Answer, list, plain, reply, say, words } from '../answer.ts';
import { command } from '../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../current-figures.ts';
import { countedSection, recordedText } from '../figures-text.ts';

export const warnings = command({
  name: 'warnings',
  description: 'What is open now, and what changed recently',
  run: fromFigures((current, { rest }) =>
    /^(last|latest|newest)$/i.test(rest) ? lastWarningAnswer(current) : warningsAnswer(current),
  ),
});

/** All open episodes, and recent changes. */
export function warningsAnswer(current: FiguresOf<keyof LatestFigures>): Answer {
  const { figures } = current;
  const { episodes, changes, day } = figures;
  const title =
    episodes.length === 0
      ? `No warning is open on ${dayText(day)}`
      : `${openCountText(episodes)} ${episodes.length === 1 ? 'is' : 'are'} open on ${dayText(day)}`;
  const [changed, before] = [
    changes.filter((change) => change.day === day),
    changes.filter((change) => change.day !== day),
  ];
  const earlier = before
    .toReversed()
    .map((change) => words`${bold(`${dayText(change.day)}: `)}${headline(change.kind, change)}`);
  const isMixed = [...episodes, ...changes].some(({ lens }) => isModelled(lens));
  const answer = reply(
    'warnings',
    `${title}${recordedText(figures, WEEK)}`,
    [
      episodes.length === 0
        ? plain('No pool, owner or country is past a level that this bot warns about.', 9)
        : list(
            episodes.toSorted((a, b) => rankOf(b) - rankOf(a)).map((one) => episodeItem(one, figures)),
            9,
            OPEN_TITLE,
          ),
      list(
        changed.map((change) => words`${headline(change.kind, change)}`),
        7,
        `Changed on ${dayText(day)}`,
      ),
      list(earlier, 6, 'Earlier changes'),
      countedSection(
        current,
        countOf(figures, 'owner', WEEK),
        isMixed ? 'newest week of pools, owners and their seats:' : 'newest week:',
      ),
    ],
    [
      [
        ...button('Last warning', 'warnings last'),
        ...button('Today', 'today'),
        ...button('How we know', 'method'),
      ],
    ],
  );
  return { ...answer, page: 'warnings.html' };
}

/** The newest warning as it was sent, however old. */
function lastWarningAnswer({ figures }: CurrentFigures): Answer {
  const { warning } = figures;
  return {
    message: warning?.message ?? say('warnings', 'No warning so far', [plain('No rule has warned yet.')]),
    buttons: [[...button('All that is open', 'warnings'), ...button('How we know', 'method')]],
  };
}

function episodeItem(episode: LatestFigures['episodes'][number], { day }: LatestFigures): readonly Inline[] {
  const { severity, since, reached, uncounted = 0 } = episode;
  const all = daysBetween(reached?.on ?? since, day) + 1;
  // On a day that is not counted, the level is not known.
  const counted = uncounted === 0 ? days(all) : `${all - uncounted} of ${days(all)} counted`;
  const held = `${sinceText(episode)}: ${counted}`;
  return words`${bold(`${capitalised(severity)}: `)}${capitalised(subjectText(episode))}, ${levelText(episode)}, ${held}`;
}
