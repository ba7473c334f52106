import { type Command, Option } from '@commander-js/extra-typings';
import { type Amount, type WhatIf, type WhatIfQuestion, whatIf } from '../../app/what-if.ts';
import { InputError } from '../../errors.ts';
import { parseDay } from '../../ledger/utc-day.ts';
import { type Knowledge, LENSES, type Lens } from '../../lenses/lens.ts';
import { days, enumerate, percent, percentRange, whole } from '../../messages/format.ts';
import { WINDOWS } from '../../shares/window.ts';
import { print } from '../output.ts';
import { withLedger } from '../with-ledger.ts';

/** `whatif --entrant E`: what a newcomer would do to a share, and what it would take. */
export function addWhatIfCommand(program: Command): void {
  program
    .command('whatif')
    .description(
      'what a newcomer with a part of the hash rate would do to a share, in EH/s, MW and containers',
    )
    .requiredOption('--entrant <part>', 'its part of the new total, 0 to below 1', toNumber)
    .addOption(
      new Option('--share <fraction>', 'the share to offset, 0 to 1')
        .argParser(toNumber)
        .conflicts(['lens', 'subject']),
    )
    .addOption(new Option('--lens <lens>', 'or count the share: through this lens').choices(LENSES))
    .option('--subject <key>', 'of this subject, such as foundryusa or US')
    .option('--at <day>', 'on this closed day, YYYY-MM-DD; also gives the hash rate and the pools')
    .addOption(
      new Option('--window <days>', 'length of the window that ends on the day')
        .choices(WINDOWS.map(String))
        .default('7'),
    )
    .addOption(
      new Option('--knowledge <k>', 'template links as first observed (then) or as assumed today (now)')
        .choices(['then', 'now'] as const)
        .default('then' as const),
    )
    .option('--network-ehs <ehs>', 'hash rate of the network before the entrant, EH/s', toNumber)
    .option(
      '--joules-per-terahash <joules>',
      'efficiency of the machines, instead of a sourced one',
      toNumber,
    )
    .option('--json', 'one JSON document', false)
    .action(async ({ json, ...options }) => {
      const question = questionOf(options);
      await withLedger((view) => print('whatif', whatIf(question, view), json, whatIfText));
    });
}

/** A number, or NaN, which no range allows; `Number` alone reads a blank as 0. */
function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

type Options = {
  readonly entrant: number;
  readonly share?: number | undefined;
  readonly lens?: string | undefined;
  readonly subject?: string | undefined;
  readonly at?: string | undefined;
  readonly window: string;
  readonly knowledge: Knowledge;
  readonly networkEhs?: number | undefined;
  readonly joulesPerTerahash?: number | undefined;
};

function questionOf(options: Options): WhatIfQuestion {
  const { entrant, share, lens, subject, knowledge, networkEhs = null, joulesPerTerahash = null } = options;
  const at =
    options.at === undefined ? null : { day: parseDay(options.at, '--at'), window: Number(options.window) };
  const beside = { entrant, networkEhs, joulesPerTerahash };
  if (share !== undefined) return { ...beside, of: { kind: 'given', share, at } };
  if (lens === undefined || subject === undefined || at === null)
    throw new InputError(
      [{ where: 'whatif', what: 'expected --share S, or --lens L --subject KEY --at D' }],
      { usage: true },
    );
  return { ...beside, of: { kind: 'counted', lens: lens as Lens, subject, knowledge, at } };
}

function whatIfText(document: WhatIf): string {
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
  const who = subject === null ? 'A share' : `${subject.name} (${subject.lens})`;
  return [
    `${who} of ${percent(before)} becomes ${percent(after)} when an entrant takes ${percent(entrant.share)} of the new total.`,
    ...(beforeInterval === null || afterInterval === null
      ? []
      : [`95 % interval: ${percentRange(beforeInterval)} before, ${percentRange(afterInterval)} after.`]),
    ...countedLines(document),
  ];
}

function countedLines({ subject, at, source }: WhatIf): readonly string[] {
  if (at === null) return [];
  const what = subject === null ? 'Pools and hash rate counted' : 'Counted';
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
