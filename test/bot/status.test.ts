import { expect, it } from 'vitest';
import { statusAnswer } from '../../lib/bot/commands/about.ts';
import { now } from '../../lib/world.ts';
import { recordedFigures } from '../support/recorded-figures.ts';

const { figures } = recordedFigures();

function lostLines(lost: number | undefined): readonly string[] {
  const { message } = statusAnswer({
    figures: { ...figures, ...(lost !== undefined && { lost }) },
    at: now(),
  });
  const lines = message.sections.flatMap((section) =>
    section.kind === 'list' ? section.items.map((item) => item.map(({ text }) => text).join('')) : [],
  );
  return lines.filter((line) => line.startsWith('Lost blocks'));
}

it('/status counts stale blocks at the newest 2,016 heights, with their frequency', () => {
  expect(lostLines(3)).toEqual([
    'Lost blocks: 3 seen to lose against others at the newest 2,016 heights (95% interval 0.04-0.40% of blocks)',
  ]);
  expect(lostLines(0)).toEqual([
    'Lost blocks: 0 seen to lose against others at the newest 2,016 heights (95% interval 0.00-0.12% of blocks)',
  ]);
});

it('/status omits stale blocks if there are only recorded days, which have none', () => {
  expect(lostLines(undefined)).toEqual([]);
});
