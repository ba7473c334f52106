import { daysBetween } from '../../core/ledger/utc-day.ts';
import { WEEK } from '../../core/shares/window.ts';
import { countOf, type LatestFigures } from '../../daily/figures.ts';
import { capitalised, days, dayText } from '../../messages/format.ts';
import { headline, levelText, subjectText } from '../../messages/headline.ts';
import { bold, type Inline, text } from '../../messages/message.ts';
import { type Answer, plain, press, say } from '../answer.ts';
import type { Command } from '../command.ts';
import { countedSection, recordedText } from '../figures-text.ts';
import { fromFigures, type Told } from '../told.ts';

export const warnings = {
  name: 'warnings',
  description: 'What is open now, and what changed lately',
  options: [],
  permission: 'anybody',
  example: '/warnings',
  run: fromFigures((told, { rest }) =>
    /^(last|latest|newest)$/i.test(rest) ? lastWarningAnswer(told) : warningsAnswer(told),
  ),
} as const satisfies Command;

function warningsAnswer(told: Told): Answer {
  const { figures } = told;
  const { episodes, changes, day } = figures;
  const title =
    episodes.length === 0
      ? `No level is crossed on ${dayText(day)}`
      : `${episodes.length} ${episodes.length === 1 ? 'level' : 'levels'} crossed on ${dayText(day)}`;
  return {
    message: say('warnings', `${title}${recordedText(figures, WEEK)}`, [
      ...(episodes.length === 0
        ? [plain('No pool, owner or country is where this bot warns.', 9)]
        : [
            {
              kind: 'list',
              title: 'Open',
              items: episodes.map((one) => episodeItem(one, figures)),
              rank: 9,
            } as const,
          ]),
      {
        kind: 'list',
        title: 'Changed lately',
        items: changes
          .toReversed()
          .map((change) => [bold(`${dayText(change.day)}: `), text(headline(change.kind, change))]),
        rank: 6,
      },
      countedSection(told, countOf(figures, 'owner', WEEK)),
    ]),
    buttons: [[...press('Last warning', 'warnings last'), ...press('Today', 'today')]],
  };
}

/** The newest warning as it was told, however old. */
function lastWarningAnswer({ figures }: Told): Answer {
  const { warning } = figures;
  return {
    message: warning?.message ?? say('warnings', 'No warning so far', [plain('No rule has warned yet.')]),
    buttons: [press('All that is open', 'warnings')],
  };
}

function episodeItem(episode: LatestFigures['episodes'][number], { day }: LatestFigures): readonly Inline[] {
  const { severity, since } = episode;
  return [
    bold(`${capitalised(severity)}: `),
    text(
      `${capitalised(subjectText(episode))}, ${levelText(episode)}, since ${dayText(since)} (${days(daysBetween(since, day) + 1)})`,
    ),
  ];
}
