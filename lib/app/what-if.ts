import { type Fault, InputError } from '../errors.ts';
import {
  CONTAINER_MEGAWATTS,
  containersOf,
  type Efficiency,
  efficiencyOn,
  megawattsOf,
} from '../farms/power.ts';
import { shippedBlockSource } from '../ledger/shipped-ledger.ts';
import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import { isKnownSubject, type Knowledge, type Lens, type SubjectKey, subjectName } from '../lenses/lens.ts';
import { registryVersion } from '../pools/registry.ts';
import { type Offset, offsetBy, partOfOldTotal, scaleBy } from '../risk/entrant.ts';
import type { HashRate } from '../shares/hash-rate.ts';
import type { Interval } from '../shares/interval.ts';
import { type ShareTable, shareTable } from '../shares/share-table.ts';
import { closedDaysOf, countWindow, throughLens } from '../shares/window.ts';
import { type Knowing, knowingOf } from './knowing.ts';
import { type LedgerView, requireClosed } from './ledger-view.ts';

/** Pools that an entrant is compared with, at most. */
const COMPARED_POOLS = 10;

/** The window of `window` days that ends on a closed day. */
export type AtWindow = { readonly day: UtcDay; readonly window: number };

/** A share that the asker names; a window beside it gives the network's hash rate and the pools. */
type Given = { readonly kind: 'given'; readonly share: number; readonly at: AtWindow | null };

/** A share that the ledger counts. */
type Counted = {
  readonly kind: 'counted';
  readonly lens: Lens;
  readonly subject: SubjectKey;
  readonly knowledge: Knowledge;
  readonly at: AtWindow;
};

export type WhatIfQuestion = {
  /** The entrant's part of the new total: from 0 to below 1. */
  readonly entrant: number;
  readonly of: Given | Counted;
  /** The network before the entrant; null takes the window's hash rate, if there is a window. */
  readonly networkEhs: number | null;
  /** Null takes a dated, sourced figure. */
  readonly joulesPerTerahash: number | null;
};

/** An amount of hash rate. What only a hash rate of the network can tell is null where none is known. */
export type Amount = {
  /** A part of the total that includes the entrant. */
  readonly share: number;
  /** The same amount as a part of the total before the entrant; can exceed 1. */
  readonly ofOldTotal: number;
  readonly ehs: number | null;
  readonly megawatts: number | null;
  readonly containers: number | null;
};

/** A pool beside the entrant: its share before and after. */
type ComparedPool = {
  readonly key: SubjectKey;
  readonly name: string;
  readonly share: number;
  readonly after: number;
  readonly entrantIsBigger: boolean;
};

/** The share as it stands, and how it is known. */
type Held = {
  /** Null where the share was given. */
  readonly subject: { readonly lens: Lens; readonly key: SubjectKey; readonly name: string } | null;
  readonly before: number;
  /** 95 %; null where the share was given. */
  readonly beforeInterval: Interval | null;
  readonly at: Pick<ShareTable, 'day' | 'from' | 'window' | 'blocks' | 'unknown' | 'missingDays'> | null;
};

export type WhatIf = Knowing &
  Held &
  Offset & {
    readonly afterInterval: Interval | null;
    readonly entrant: Amount;
    readonly counter: Amount;
    /** The largest pools of the window, largest first; none without a window. */
    readonly comparedPools: readonly ComparedPool[];
    readonly assumptions: {
      /** The network before the entrant; null where nobody knows it. */
      readonly network:
        | { readonly kind: 'given'; readonly ehs: number }
        | ({ readonly kind: 'counted' } & HashRate)
        | null;
      readonly efficiency:
        | { readonly kind: 'given'; readonly joulesPerTerahash: number }
        | ({ readonly kind: 'sourced' } & Efficiency);
      readonly containerMegawatts: number;
    };
  };

/**
 * What a newcomer to the network would do to a share, in shares, EH/s, MW and containers. Everybody else is
 * taken to keep the machines they have.
 *
 * @throws InputError on values out of range, a subject that is not known or has no block in the window, and
 *   a day that is not closed.
 */
export function whatIf(question: WhatIfQuestion, view: LedgerView): WhatIf {
  refuseQuestion(question);
  const { entrant, of } = question;
  if (of.at !== null) requireClosed(view, of.at.day);
  const pools = of.at === null ? null : tableOf(view, of.at, 'pool', 'then');
  const held = of.kind === 'given' ? givenShare(of.share, pools) : countedShare(of, view);
  const offset = offsetBy(held.before, entrant);
  const assumptions = assume(question, pools?.hashRate ?? null);
  const amount = (share: number) => amountOf(share, entrant, assumptions);
  const days = of.at === null ? [] : closedDaysOf(view.ledger, of.at.day, of.at.window);
  const scaled = (share: number) => scaleBy(share, entrant);
  const { beforeInterval: seen } = held;
  return {
    ...held,
    ...offset,
    afterInterval: seen === null ? null : { low: scaled(seen.low), high: scaled(seen.high) },
    entrant: amount(entrant),
    counter: amount(offset.counterMove),
    comparedPools: (pools?.shares ?? []).slice(0, COMPARED_POOLS).map(({ key, name, share }) => {
      return { key, name, share, after: scaled(share), entrantIsBigger: entrant > scaled(share) };
    }),
    assumptions,
    ...knowingOf(days, registryVersion, shippedBlockSource().labelledBy),
  };
}

function refuseQuestion({ entrant, of, networkEhs, joulesPerTerahash }: WhatIfQuestion): void {
  const faults: Fault[] = [];
  const expect = (where: string, isRight: boolean, what: string) => {
    if (!isRight) faults.push({ where, what: `expected ${what}` });
  };
  const isAmount = (value: number | null) => value === null || (value > 0 && Number.isFinite(value));
  expect('entrant', 0 <= entrant && entrant < 1, 'a part of the new total from 0 to below 1, such as 0.3');
  if (of.kind === 'given') expect('share', 0 <= of.share && of.share <= 1, 'a fraction from 0 to 1');
  else expect('subject', isKnownSubject(of.lens, of.subject), `a key that the lens ${of.lens} knows`);
  expect('network-ehs', isAmount(networkEhs), 'a hash rate in EH/s above 0');
  expect('joules-per-terahash', isAmount(joulesPerTerahash), 'an efficiency in J/TH above 0');
  if (faults.length > 0) throw new InputError(faults, { usage: true });
}

function tableOf(
  { ledger }: LedgerView,
  { day, window }: AtWindow,
  lens: Lens,
  knowledge: Knowledge,
): ShareTable {
  // No day outside the window counts; grouping the others would take most of the time.
  const from = addDays(day, 1 - window);
  const near = ledger.filter((entry) => from <= entry.day && entry.day <= day);
  return shareTable(near, countWindow(throughLens(near, lens, knowledge), day, window));
}

function givenShare(before: number, pools: ShareTable | null): Held {
  return { subject: null, before, beforeInterval: null, at: pools === null ? null : windowOf(pools) };
}

function countedShare({ lens, subject, knowledge, at }: Counted, view: LedgerView): Held {
  const table = tableOf(view, at, lens, knowledge);
  const row = table.shares.find(({ key }) => key === subject);
  const name = subjectName(lens, subject);
  if (row === undefined) {
    const what = `${name} has no block from ${table.from} to ${table.day} through the lens ${lens}: \`shares\` lists who has`;
    throw new InputError([{ where: 'subject', what }]);
  }
  const { share: before, low, high } = row;
  return {
    subject: { lens, key: subject, name },
    before,
    beforeInterval: { low, high },
    at: windowOf(table),
  };
}

function windowOf({ day, from, window, blocks, unknown, missingDays }: ShareTable): WhatIf['at'] {
  return { day, from, window, blocks, unknown, missingDays };
}

function assume(
  { of, networkEhs, joulesPerTerahash }: WhatIfQuestion,
  counted: HashRate | null,
): WhatIf['assumptions'] {
  const network =
    networkEhs !== null
      ? ({ kind: 'given', ehs: networkEhs } as const)
      : counted && ({ kind: 'counted', ...counted } as const);
  const efficiency =
    joulesPerTerahash !== null
      ? ({ kind: 'given', joulesPerTerahash } as const)
      : ({ kind: 'sourced', ...efficiencyOn(of.at?.day ?? null) } as const);
  return { network, efficiency, containerMegawatts: CONTAINER_MEGAWATTS };
}

function amountOf(share: number, entrant: number, { network, efficiency }: WhatIf['assumptions']): Amount {
  const ofOldTotal = partOfOldTotal(share, entrant);
  if (network === null) return { share, ofOldTotal, ehs: null, megawatts: null, containers: null };
  const ehs = ofOldTotal * network.ehs;
  const megawatts = megawattsOf(ehs, efficiency.joulesPerTerahash);
  return { share, ofOldTotal, ehs, megawatts, containers: containersOf(megawatts) };
}
