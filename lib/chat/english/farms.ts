import { dayText, percent, whole } from '../../messages/format.ts';
import { bold, type Inline, link, type Section, text } from '../../messages/message.ts';
import type { AnnouncedFarm, AnnouncedFarms, FarmSize } from '../announced-farms.ts';
import { type Answer, say } from '../answer.ts';
import { plain } from './figures.ts';

const STATUS: Readonly<Record<AnnouncedFarm['targets'][number]['status'], string>> = {
  ahead: 'still ahead',
  due: 'due now',
  met: 'met',
  missed: 'missed',
  'without-evidence': 'no evidence either way',
};

/** `farms`: what was announced and what became of it. */
export function farmsAnswer(known: AnnouncedFarms): Answer {
  if (known.kind === 'not-known')
    return { message: say('farms', 'Announced farms: not known yet', [plain(`${known.reason}`)]) };
  return {
    message: say('farms', 'Announced mining farms', [
      ...known.farms.map(farmSection),
      plain('Known by announcement, not counted: nobody sees from outside what a site really runs.', 9),
    ]),
  };
}

function farmSection({ name, places, announced, targets }: AnnouncedFarm): Section {
  const where = places.map((place) => place.name).join(', ');
  return {
    kind: 'list',
    title: `${name} (${where})`,
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

function targetItem({ target, status }: AnnouncedFarm['targets'][number]): readonly Inline[] {
  return [
    text(`${sizeText(target.size)} by ${dayText(target.by)}: `),
    bold(STATUS[status]),
    text(' ('),
    link('source', target.source),
    text(')'),
  ];
}

function sizeText({ unit, amount }: FarmSize): string {
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
