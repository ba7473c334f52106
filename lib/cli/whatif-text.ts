import type { Amount, WhatIf } from '../core/risk/what-if.ts';
import { days, enumerate, percent, percentRange, whole } from '../messages/format.ts';
import { anchorText } from './anchor-text.ts';

/** Lenses whose name alone would leave open whether operators or machines are meant. */
const LENS_TEXT: Readonly<Record<string, string>> = {
  country: 'machines by country',
  region: 'machines by region',
};

/** What an entrant would do, as people read it. */
export function whatIfText(document: WhatIf): string {
  return [
    ...shareLines(document),
    ...moveLines(document),
    '',
    ...amountLines(document),
    ...poolLines(document),
    '',
    ...assumptionLines(document),
  ].join('\n');
}

function shareLines(document: WhatIf): readonly string[] {
  const { subject, before, after, beforeInterval, afterInterval, entrant } = document;
  const who = subject === null ? 'A share' : `${subject.name} (${LENS_TEXT[subject.lens] ?? subject.lens})`;
  return [
    `${who} of ${percent(before)} becomes ${percent(after)} when an entrant takes ${percent(entrant.share)} of the new total.`,
    ...(beforeInterval === null || afterInterval === null
      ? []
      : [`95 % interval: ${percentRange(beforeInterval)} before, ${percentRange(afterInterval)} after.`]),
    ...figureLines(document),
    ...countedLines(document),
  ];
}

/** What a share of machines rests on. */
function figureLines({ figure }: WhatIf): readonly string[] {
  if (figure === null) return [];
  const view = figure.knowledge === 'then' ? 'as known by the day' : 'with hindsight';
  if (figure.kind === 'published') {
    const doubt = figure.doubted ? [`The figure is doubted: ${figure.caveats.join(' ')}`] : [];
    return [
      `Published, not modelled: ${anchorText(figure)} (${view}). It came without an interval. ${figure.address}`,
      `It measures: ${figure.measures}`,
      ...doubt,
    ];
  }
  const ratio =
    figure.ratio === null ? '' : ` Its part of the country is that of ${anchorText(figure.ratio)}.`;
  return [
    `Modelled ${view}; rests on ${anchorText(figure.anchor)}.${ratio}`,
    ...(figure.reason === null ? [] : [`Stale: ${figure.reason}.`]),
  ];
}

function countedLines({ subject, figure, at, source }: WhatIf): readonly string[] {
  if (at === null) return [];
  const what = subject === null || figure !== null ? 'Pools and hash rate counted' : 'Counted';
  const label = source.labelledBy === null ? source.kind : `${source.kind}, labelled by ${source.labelledBy}`;
  const missing = at.missingDays === 0 ? '' : `; ${at.missingDays} of these days are not counted`;
  const seats = `Seats of operators, not machines; ${percent(at.unknown / at.blocks)} of the blocks have no known seat.`;
  return [
    `${what} from ${at.from} to ${at.day} (${days(at.window)}, ${whole(at.blocks)} blocks; ${label}${missing}).`,
    ...(subject?.lens === 'operator-country' ? [seats] : []),
  ];
}

function moveLines({ before, breakEven, counterMove }: WhatIf): readonly string[] {
  if (breakEven === null && counterMove === 0)
    return ['It does not have half: there is no majority to offset.'];
  return [
    ...(breakEven === null
      ? []
      : [`An entrant with ${percent(breakEven)} of the new total brings ${percent(before)} down to half.`]),
    counterMove === 0
      ? 'It still has half: no counter-move is needed.'
      : `To be at half again, the other side must add ${percent(counterMove)} of the new total.`,
  ];
}

function amountLines({ entrant, counter, assumptions }: WhatIf): readonly string[] {
  const rows = [amountLine('Entrant', entrant)];
  if (counter.share > 0) rows.push(amountLine('Counter-move', counter));
  if (assumptions.network !== null) return rows;
  return [
    ...rows,
    'EH/s and MW need a hash rate of the network: --at a day whose window is whole, or --network-ehs.',
  ];
}

function amountLine(who: string, { share, ofOldTotal, ehs, megawatts, containers }: Amount): string {
  const parts = `${who}: ${percent(share)} of the new total, ${percent(ofOldTotal, 2)} of the old`;
  if (ehs === null || megawatts === null || containers === null) return parts;
  return `${parts}; about ${about(ehs)} EH/s, ${about(megawatts)} MW, ${about(containers)} containers`;
}

/** Three digits: no assumption here is better than that. */
function about(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

function poolLines({ comparedPools, at }: WhatIf): readonly string[] {
  const [largest] = comparedPools;
  if (largest === undefined || at === null) return [];
  const when = `of the ${days(at.window)} to ${at.day}`;
  const bigger = comparedPools.filter(({ entrantIsBigger }) => !entrantIsBigger);
  if (bigger.length === 0)
    return [
      `The entrant would be bigger than any pool ${when}: the largest, ${largest.name}, goes from ${percent(largest.share)} to ${percent(largest.after)}.`,
    ];
  const named = bigger.map(({ name, after }) => `${name} (${percent(after)})`);
  return [
    `Of the ${comparedPools.length} largest pools ${when}, the entrant would not overtake ${enumerate(named)}.`,
  ];
}

function assumptionLines({ assumptions }: WhatIf): readonly string[] {
  const { network, efficiency, containerMegawatts } = assumptions;
  const others = 'Assumed: everybody else keeps the machines they have, and no more.';
  if (network === null) return [others];
  const rate =
    network.kind === 'given'
      ? `${about(network.ehs)} EH/s as given`
      : `${about(network.ehs)} EH/s (${about(network.low)} to ${about(network.high)}), counted`;
  return [
    others,
    `Network before the entrant: ${rate}. Containers of ${containerMegawatts} MW.`,
    efficiencyLine(efficiency),
  ];
}

function efficiencyLine(efficiency: WhatIf['assumptions']['efficiency']): string {
  const { joulesPerTerahash } = efficiency;
  if (efficiency.kind === 'given') return `Machines: ${joulesPerTerahash} J/TH as given.`;
  const { low, high, what } = efficiency;
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `Machines: ${joulesPerTerahash} J/TH${range}, ${what}; --joules-per-terahash takes another.`;
}
