import type { ToldFarm, ToldSize } from '../../daily/figures.ts';
import { dayText, percent, whole } from '../../messages/format.ts';
import { bold, type Inline, link, type Section, text } from '../../messages/message.ts';
import { type Answer, plain, say } from '../answer.ts';
import type { Command } from '../command.ts';
import { fromFigures, type Told } from '../told.ts';

export const farms = {
  name: 'farms',
  description: 'Announced mining farms and whether they met their targets',
  options: [],
  permission: 'anybody',
  example: '/farms',
  run: fromFigures(farmsAnswer),
} as const satisfies Command;

const STATUS: Readonly<Record<ToldFarm['targets'][number]['status'], string>> = {
  ahead: 'still ahead',
  due: 'due now',
  met: 'met',
  missed: 'missed',
  'without-evidence': 'no evidence either way',
};

function farmsAnswer({ figures: { farms: told, day } }: Told): Answer {
  return {
    message: say('farms', `Announced mining farms, as of ${dayText(day)}`, [
      plain('Known by announcement, not counted: nobody sees from outside what a site really runs.', 9),
      ...(told.length === 0 ? [plain('None is known.', 9)] : told.map(farmSection)),
    ]),
  };
}

function farmSection({ name, places, announced, targets }: ToldFarm): Section {
  return {
    kind: 'list',
    title: `${name} (${places.join(', ')})`,
    items: [
      [
        text(`Announced ${dayText(announced.on)}: ${sizeText(announced.size)} (`),
        link('source', announced.source),
        text(')'),
      ],
      ...targets.map(targetItem),
    ],
    rank: 5,
  };
}

function targetItem({ size, by, status, source }: ToldFarm['targets'][number]): readonly Inline[] {
  return [
    text(`${sizeText(size)} by ${dayText(by)}: `),
    bold(STATUS[status]),
    text(' ('),
    link('source', source),
    text(')'),
  ];
}

function sizeText({ unit, amount }: ToldSize): string {
  switch (unit) {
    case 'megawatts':
      return `${whole(amount)} MW`;
    case 'ehs':
      return `${whole(amount)} EH/s`;
    case 'share':
      return percent(amount);
    case 'most-of-share':
      return `with others, most of ${percent(amount)}`;
  }
}
