import { type Command, Option } from '@commander-js/extra-typings';
import { MODELLED_LENSES } from '../../core/geography/modelled-lens.ts';
import { requirePlace } from '../../core/geography/places.ts';
import { parseDay } from '../../core/ledger/utc-day.ts';
import { type Knowledge, LENSES } from '../../core/lenses/lens.ts';
import type { AskedShare } from '../../core/risk/held-share.ts';
import { type WhatIfQuestion, whatIf } from '../../core/risk/what-if.ts';
import { isModelled } from '../../core/rules/rule-lens.ts';
import { WINDOWS } from '../../core/shares/window.ts';
import { type Fault, InputError } from '../../errors.ts';
import { print } from '../output.ts';
import { whatIfText } from '../whatif-text.ts';
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
        .conflicts(['lens', 'subject', 'country', 'source']),
    )
    .addOption(
      new Option('--lens <lens>', 'or find the share: through this lens').choices([
        ...LENSES,
        ...MODELLED_LENSES,
      ] as const),
    )
    .option('--subject <key>', 'of this subject, such as foundryusa, US or CN-SC')
    .addOption(
      new Option('--country <code>', 'the same as --lens country --subject').conflicts(['lens', 'subject']),
    )
    .option('--source <id>', "of machines: this source's newest figure, such as coinshares, not the model's")
    .option('--at <day>', 'on this closed day, YYYY-MM-DD; also gives the hash rate and the pools')
    .addOption(
      new Option('--window <days>', 'length of the window that ends on the day')
        .choices(WINDOWS.map(String))
        .default('7'),
    )
    .addOption(
      new Option(
        '--knowledge <k>',
        'template links and published figures as known by the day (then) or in hindsight (now)',
      )
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
  readonly lens?: (typeof LENSES)[number] | (typeof MODELLED_LENSES)[number] | undefined;
  readonly subject?: string | undefined;
  readonly country?: string | undefined;
  readonly source?: string | undefined;
  readonly at?: string | undefined;
  readonly window: string;
  readonly knowledge: Knowledge;
  readonly networkEhs?: number | undefined;
  readonly joulesPerTerahash?: number | undefined;
};

function questionOf(options: Options): WhatIfQuestion {
  const { entrant, networkEhs = null, joulesPerTerahash = null } = options;
  return { entrant, networkEhs, joulesPerTerahash, of: askedShare(options) };
}

function askedShare({ share, country, source, knowledge, window, ...options }: Options): AskedShare {
  const at = options.at === undefined ? null : { day: parseDay(options.at, '--at'), window: Number(window) };
  if (share !== undefined) return { kind: 'given', share, at };
  const lens = country === undefined ? options.lens : 'country';
  const subject = country ?? options.subject;
  if (lens === undefined || subject === undefined || at === null)
    throw usage({
      where: 'whatif',
      what: 'expected --share S, or --country CC --at D, or --lens L --subject KEY --at D',
    });
  if (isModelled(lens))
    return { kind: 'placed', place: requirePlace(subject, lens), knowledge, source: source ?? null, at };
  if (source !== undefined)
    throw usage({ where: '--source', what: `nobody's figures are needed: lens ${lens} is counted` });
  return { kind: 'counted', lens, subject, knowledge, at };
}

function usage(fault: Fault): InputError {
  return new InputError([fault], { usage: true });
}
