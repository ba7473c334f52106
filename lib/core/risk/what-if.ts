import { type Fault, InputError } from '../../errors.ts';
import { type Offset, offsetBy, partOfOldTotal, scaleBy } from '../farms/entrant.ts';
import {
  CONTAINER_MEGAWATTS,
  containersOf,
  type Efficiency,
  efficiencyOn,
  megawattsOf,
} from '../farms/power.ts';
import { type LedgerView, requireClosed } from '../ledger/ledger-view.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import type { HashRate } from '../shares/hash-rate.ts';
import type { Interval } from '../shares/interval.ts';
import { type Provenance, provenanceOf } from '../shares/provenance.ts';
import { tableOf } from '../shares/share-table.ts';
import { closedDaysOf } from '../shares/window.ts';
import { type ResolvedShare, resolveShare, type ShareQuery, shareQueryFaults } from './resolve-share.ts';

/** Pools that an entrant is compared with, at most. */
const COMPARED_POOLS = 10;

export type WhatIfQuestion = {
  /** The entrant's part of the new total: from 0 to below 1. */
  readonly entrant: number;
  readonly of: ShareQuery;
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

export type Assumptions = {
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

/** What an entrant does to a share, and what it takes. */
export type OffsetAmounts = Offset & {
  readonly before: number;
  readonly entrant: Amount;
  readonly counter: Amount;
  readonly assumptions: Assumptions;
};

export type WhatIf = Provenance &
  ResolvedShare &
  OffsetAmounts & {
    readonly afterInterval: Interval | null;
    /** The largest pools of the window, largest first; none without a window. */
    readonly comparedPools: readonly ComparedPool[];
  };

/**
 * What a newcomer to the network would do to a share, in shares, EH/s, MW and containers; others keep their machines.
 *
 * @throws InputError on values out of range, an unknown subject or one without a block, and a day that is not closed.
 */
export function whatIf(question: WhatIfQuestion, view: LedgerView): WhatIf {
  refuseQuestion(question);
  const { entrant, of } = question;
  if (of.at !== null) requireClosed(view, of.at.day);
  const pools = of.at === null ? null : tableOf(view.ledger, of.at.day, of.at.window, 'pool', 'then');
  const held = resolveShare(of, view, pools);
  const reckoning = offsetAmounts(held.before, entrant, assume(question, pools?.hashRate ?? null));
  const { entrant: added, counter, assumptions, ...offset } = reckoning;
  const days = of.at === null ? [] : closedDaysOf(view.ledger, of.at.day, of.at.window);
  const scaled = (share: number) => scaleBy(share, entrant);
  const { beforeInterval: seen } = held;
  return {
    ...held,
    ...offset,
    afterInterval: seen === null ? null : { low: scaled(seen.low), high: scaled(seen.high) },
    entrant: added,
    counter,
    comparedPools: (pools?.shares ?? []).slice(0, COMPARED_POOLS).map(({ key, name, share }) => {
      return { key, name, share, after: scaled(share), entrantIsBigger: entrant > scaled(share) };
    }),
    assumptions,
    ...provenanceOf(days),
  };
}

/** What becomes of a share `before` (0-1) when a newcomer takes `entrant` (from 0 to below 1) of the new total. */
export function offsetAmounts(before: number, entrant: number, assumptions: Assumptions): OffsetAmounts {
  const offset = offsetBy(before, entrant);
  const amount = (share: number) => amountOf(share, entrant, assumptions);
  return { before, ...offset, entrant: amount(entrant), counter: amount(offset.counterMove), assumptions };
}

function refuseQuestion({ entrant, of, networkEhs, joulesPerTerahash }: WhatIfQuestion): void {
  const faults: Fault[] = [];
  const expect = (where: string, isRight: boolean, what: string) => {
    if (!isRight) faults.push({ where, what: `expected ${what}` });
  };
  const isAmount = (value: number | null) => value === null || (value > 0 && Number.isFinite(value));
  expect('entrant', 0 <= entrant && entrant < 1, 'a part of the new total from 0 to below 1, such as 0.3');
  faults.push(...shareQueryFaults(of));
  expect('network-ehs', isAmount(networkEhs), 'a hash rate in EH/s above 0');
  expect('joules-per-terahash', isAmount(joulesPerTerahash), 'an efficiency in J/TH above 0');
  if (faults.length > 0) throw new InputError(faults, { usage: true });
}

function assume(
  { of, networkEhs, joulesPerTerahash }: WhatIfQuestion,
  counted: HashRate | null,
): Assumptions {
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

function amountOf(share: number, entrant: number, { network, efficiency }: Assumptions): Amount {
  const ofOldTotal = partOfOldTotal(share, entrant);
  if (network === null) return { share, ofOldTotal, ehs: null, megawatts: null, containers: null };
  const ehs = ofOldTotal * network.ehs;
  const megawatts = megawattsOf(ehs, efficiency.joulesPerTerahash);
  return { share, ofOldTotal, ehs, megawatts, containers: containersOf(megawatts) };
}
