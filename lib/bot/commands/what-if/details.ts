import type { WhatIf } from '../../../core/risk/what-if.ts';
import { isCounted } from '../../../core/rules/rule-lens.ts';
import { namedSource } from '../../../daily/summaries.ts';
import { nameInSentence, placeText } from '../../../messages/country-text.ts';
import { capitalised, days, dayText, enumerate, percent, percentRange } from '../../../messages/format.ts';
import { link, type Section } from '../../../messages/message.ts';
import { list, plain, words } from '../../answer.ts';
import type { FiguresOf } from '../../current-figures.ts';
import { spanText } from '../../figures-text.ts';
import { countedHow, type Holder, modelledHow } from '../../held-share.ts';
import { anchorText } from '../places/machines.ts';

/** The holder of the share that an entrant dilutes; null if the share was given. */
export function holderOf(
  { subject, before, beforeInterval, at, figure }: WhatIf,
  current: FiguresOf<'provenances'> | null,
): Holder | null {
  if (subject === null || at === null || current === null) return null;
  const { lens, key } = subject;
  const name = capitalised(isCounted(lens) ? nameInSentence(lens, key) : placeText(key));
  const interval = beforeInterval ?? { low: before, high: before };
  if (isCounted(lens))
    return { name, how: countedHow(current, { ...at, lens }, interval), isModelled: false };
  if (figure === null) return null;
  const anchor = namedSource(figure.kind === 'modelled' ? figure.anchor : figure);
  if (figure.kind === 'modelled')
    return {
      name,
      how: modelledHow({ ...figure, ...interval, level: lens, anchor }, { ...figure, ...at }),
      isModelled: true,
    };
  const { source, from, to, publishedOn, ageDays } = anchor;
  const how = `Published, not modelled: ${source}, ${dayText(from)} to ${dayText(to)}, published ${dayText(publishedOn)}, ${days(ageDays)} old. It came without an interval.`;
  return { name, how, isModelled: false };
}

/** Details for further calculation: intervals, what a figure measures, and pools compared with the newcomer. */
export function whatIfDetails(document: WhatIf): readonly Section[] {
  const { beforeInterval, afterInterval, figure } = document;
  const digits = figure?.kind === 'modelled' ? 0 : 1;
  const lines = [
    ...(beforeInterval === null || afterInterval === null
      ? []
      : [
          `95% interval: ${percentRange(beforeInterval, digits)} before, ${percentRange(afterInterval, digits)} after`,
        ]),
    ...majorityLines(document),
    ...seatLines(document),
    ...poolLines(document),
  ];
  return [...(lines.length === 0 ? [] : [list(lines)]), ...(figure === null ? [] : figureSections(figure))];
}

function majorityLines({ breakEven, counterMove }: WhatIf): readonly string[] {
  if (counterMove > 0) return [];
  return breakEven === null
    ? ['It does not have half: there is no majority to offset']
    : ['It still has half: no counter-move is needed'];
}

function seatLines({ subject, at }: WhatIf): readonly string[] {
  if (subject?.lens !== 'operator-country' || at === null) return [];
  return [`The seat behind ${percent(at.unknown / at.blocks)} of the blocks is unknown`];
}

function poolLines({ comparedPools, at }: WhatIf): readonly string[] {
  const [largest] = comparedPools;
  if (largest === undefined || at === null) return [];
  const bigger = comparedPools.filter(({ entrantIsBigger }) => !entrantIsBigger);
  if (bigger.length === 0)
    return [
      `The newcomer would be bigger than any pool ${spanText(at)}: the largest, ${largest.name}, goes from ${percent(largest.share)} to ${percent(largest.after)}`,
    ];
  const named = bigger.map(({ name, after }) => `${name} (${percent(after)})`);
  return [
    `Of the ${comparedPools.length} largest pools ${spanText(at)}, the newcomer would not overtake ${enumerate(named)}`,
  ];
}

function figureSections(figure: NonNullable<WhatIf['figure']>): readonly Section[] {
  if (figure.kind === 'modelled') {
    const { anchor, ratio } = figure;
    return [plain(anchorText({ anchor: namedSource(anchor), ratio: ratio && namedSource(ratio) }))];
  }
  const { measures, doubted, caveats, address } = figure;
  return [
    plain(words`It measures: ${measures} ${link('Source', address)}`),
    ...(doubted ? [plain(`The figure is doubtful: ${caveats.join(' ')}`)] : []),
  ];
}
