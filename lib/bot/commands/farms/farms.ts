import type { UtcDay } from '../../../core/ledger/utc-day.ts';
import type { FarmSize, FarmSummary } from '../../../daily/figures.ts';
import { dayText, percent, whole } from '../../../messages/format.ts';
import { bold, link, type Message, type Section } from '../../../messages/message.ts';
import { list, plain, say, words } from '../../answer.ts';
import { command } from '../../command.ts';
import { fromFigures } from '../../current-figures.ts';

export const farms = command({
  name: 'farms',
  description: 'Announced mining farms and whether they met their targets',
  run: fromFigures(({ figures: { day, farms: current } }) => ({ message: farmsMessage(day, current) })),
});

const STATUS: Readonly<Record<FarmSummary['targets'][number]['status'], string>> = {
  ahead: 'not due yet',
  due: 'due now',
  met: 'met',
  missed: 'missed',
  'without-evidence': 'no evidence either way',
};

/** Farms announced by a day, and the outcome of their targets. */
export function farmsMessage(day: UtcDay, current: readonly FarmSummary[]): Message {
  return say('farms', `Announced mining farms, as of ${dayText(day)}`, [
    plain('Announced, not counted: nobody outside can see what a site really runs.', 9),
    ...(current.length === 0 ? [plain('None are known.', 9)] : current.map(farmSection)),
  ]);
}

function farmSection({ name, places, announced, targets }: FarmSummary): Section {
  const announcement = words`Announced ${dayText(announced.on)}: ${sizeText(announced.size)} (${link('source', announced.source)})`;
  const items = targets.map(
    ({ size, by, status, source }) =>
      words`${sizeText(size)} by ${dayText(by)}: ${bold(STATUS[status])} (${link('source', source)})`,
  );
  return list([announcement, ...items], 5, `${name} (${places.join(', ')})`);
}

/** "300 MW", "2.0%". */
export function sizeText({ unit, amount }: FarmSize): string {
  switch (unit) {
    case 'megawatts':
      return `${whole(amount)} MW`;
    case 'ehs':
      return `${whole(amount)} EH/s`;
    case 'share':
      return percent(amount);
    case 'most-of-share':
      return `together with others, most of ${percent(amount)}`;
  }
}
