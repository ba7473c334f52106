import { type Command, Option } from '@commander-js/extra-typings';
import { holderOf, whatIfDetails } from '../../bot/commands/what-if/details.ts';
import { whatIfMessage } from '../../bot/commands/what-if/what-if.ts';
import { countedSection } from '../../bot/figures-text.ts';
import { MODELLED_LENSES } from '../../core/geography/modelled-lens.ts';
import { type LedgerView, newestClosed } from '../../core/ledger/ledger-view.ts';
import { LENSES } from '../../core/lenses/lens.ts';
import type { ShareQuery } from '../../core/risk/resolve-share.ts';
import { type WhatIf, type WhatIfQuestion, whatIf } from '../../core/risk/what-if.ts';
import { isModelled } from '../../core/rules/rule-lens.ts';
import { paragraph, text } from '../../messages/message.ts';
import { findPlace, findSubject, parseShareArgument, wrongUsage } from '../arguments.ts';
import { choiceOption, command, dayFlag, knowledgeOption, windowOption } from '../options.ts';
import { plainText, print } from '../output.ts';
import { windowFigures } from '../window-figures.ts';
import { loadView } from '../world.ts';

/** `whatif --entrant E`: what a newcomer would do to a share, and what it would take. */
export function addWhatIfCommand(program: Command): void {
  describe(program).action(async ({ json, ...options }) => {
    const view = await loadView();
    print('whatif', whatIf(questionOf(options, view), view), json, (document) => whatIfText(document, view));
  });
}

function describe(program: Command) {
  return command(
    program,
    'whatif',
    'what a newcomer would do to a share, and what it would take in EH/s, MW and containers',
  )
    .requiredOption('--entrant <part>', 'its part of the new total: 0.3, 30%, 1/3', (text) =>
      parseShareArgument(text, '--entrant'),
    )
    .addOption(
      new Option('--share <share>', 'the share to offset')
        .argParser((text) => parseShareArgument(text, '--share'))
        .conflicts(['lens', 'subject', 'country', 'source']),
    )
    .addOption(
      choiceOption('--lens', 'or find the share: through this lens', [...LENSES, ...MODELLED_LENSES]),
    )
    .option('--subject <key>', 'of this subject: a key or a name, such as foundryusa, china or CN-SC')
    .addOption(
      new Option('--country <place>', 'the same as --lens country --subject').conflicts(['lens', 'subject']),
    )
    .option(
      '--source <id>',
      'for machines: use the newest figure of this source, such as coinshares, not the model',
    )
    .addOption(
      dayFlag(
        '--at',
        'on this closed day, YYYY-MM-DD; the newest by default; with --share it sets the hash rate and the pools',
      ),
    )
    .addOption(windowOption('length of the window that ends on the day'))
    .addOption(
      knowledgeOption(
        'template links and published figures as known by the day (then) or in hindsight (now)',
      ),
    )
    .option('--network-ehs <ehs>', 'hash rate of the network before the entrant, EH/s', toNumber)
    .option(
      '--joules-per-terahash <joules>',
      'efficiency of the machines, instead of a sourced one',
      toNumber,
    );
}

function whatIfText(document: WhatIf, view: LedgerView): string {
  const { at, subject } = document;
  const lens = subject === null || isModelled(subject.lens) ? 'pool' : subject.lens;
  const what = subject !== null && isModelled(subject.lens) ? "pools and the network's hash rate" : null;
  const current = at && windowFigures(view, at, lens, 'then');
  return plainText(whatIfMessage(document, holderOf(document, current), at), [
    ...whatIfDetails(document),
    ...(current === null || at === null ? [] : [countedSection(current, at, what)]),
    ...(document.assumptions.network === null ? [NETWORK_HINT] : []),
  ]);
}

const NETWORK_HINT = paragraph(
  text('For a hash rate, give --at a day with a complete window, or --network-ehs.'),
);

/** Parses a number; NaN, which every range check refuses, if it is none. `Number` alone reads a blank as 0. */
function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

type Options = Omit<ReturnType<ReturnType<typeof describe>['opts']>, 'json'>;

function questionOf(options: Options, view: LedgerView): WhatIfQuestion {
  const { entrant, networkEhs = null, joulesPerTerahash = null } = options;
  return { entrant, networkEhs, joulesPerTerahash, of: askedShare(options, view) };
}

function askedShare(
  { share, country, source, knowledge, window, ...options }: Options,
  view: LedgerView,
): ShareQuery {
  if (share !== undefined) {
    const at = options.at === undefined ? null : { day: options.at, window };
    return { kind: 'given', share, at };
  }
  const lens = country === undefined ? options.lens : 'country';
  const subject = country ?? options.subject;
  if (lens === undefined || subject === undefined)
    throw wrongUsage('whatif', 'expected --share S, or --country PLACE, or --lens L --subject KEY');
  const at = { day: options.at ?? newestClosed(view), window };
  const where = country === undefined ? '--subject' : '--country';
  if (isModelled(lens)) {
    const place = findPlace(subject, where, lens, view);
    return { kind: 'placed', place, knowledge, source: source ?? null, at };
  }
  if (source !== undefined) throw wrongUsage('--source', `is for modelled lenses; lens ${lens} is counted`);
  return { kind: 'counted', lens, subject: findSubject(subject, where, lens, view), knowledge, at };
}
