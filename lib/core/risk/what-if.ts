import { faultsAmong, InputError } from '../../errors.ts';
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

/** Maximum number of pools to compare an entrant with. */
const COMPARED_POOLS = 10;

export type WhatIfQuestion = {
  /** The entrant's part of the new total: from 0 to below 1. */
  readonly entrant: number;
  readonly of: ShareQuery;
  /** The network before the entrant; null means the window's hash rate, if there is a window. */
  readonly networkEhs: number | null;
  /** Null means a dated, sourced figure. */
  readonly joulesPerTerahash: number | null;
};

/** An amount of hash rate. Null if it needs an unknown network hash rate. */
export type Amount = {
  /** A fraction of the total that includes the entrant. */
  readonly share: number;
  /** The same amount as a fraction of the total before the entrant; may exceed 1. */
  readonly ofOldTotal: number;
  readonly ehs: number | null;
  readonly megawatts: number | null;
  readonly containers: number | null;
};

/** A pool compared with the entrant: its share before and after. */
type ComparedPool = {
  readonly key: SubjectKey;
  readonly name: string;
  readonly share: number;
  readonly after: number;
  readonly entrantIsBigger: boolean;
};

export type Assumptions = {
  /** The network before the entrant; null if unknown. */
  readonly network:
    | { readonly kind: 'given'; readonly ehs: number }
    | ({ readonly kind: 'counted' } & HashRate)
    | null;
  readonly efficiency:
    | { readonly kind: 'given'; readonly joulesPerTerahash: number }
    | ({ readonly kind: 'sourced' } & Efficiency);
  readonly containerMegawatts: number;
};

/** An entrant's effect on a share, with the amounts of hash rate it takes. */
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
 * @throws InputError for values out of range, an unknown subject or one without blocks, and a day that is not closed.
 */
export function whatIf(question: WhatIfQuestion, view: LedgerView): WhatIf {
  checkQuestion(question);
  const { entrant, of } = question;
  if (of.at !== null) requireClosed(view, of.at.day);
  const pools = of.at === null ? null : tableOf(view.ledger, of.at.day, of.at.window, 'pool', 'then');
  const held = resolveShare(of, view, pools);
  const amounts = offsetAmounts(held.before, entrant, assume(question, pools?.hashRate ?? null));
  const { entrant: added, counter, assumptions, ...offset } = amounts;
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

/** The effect on a share `before` (0-1) of a newcomer that takes `entrant` (from 0 to below 1) of the new total. */
export function offsetAmounts(before: number, entrant: number, assumptions: Assumptions): OffsetAmounts {
  const offset = offsetBy(before, entrant);
  const amount = (share: number) => amountOf(share, entrant, assumptions);
  return { before, ...offset, entrant: amount(entrant), counter: amount(offset.counterMove), assumptions };
}

function checkQuestion({ entrant, of, networkEhs, joulesPerTerahash }: WhatIfQuestion): void {
  const isPart = 0 <= entrant && entrant < 1;
  const isAmount = (value: number | null) => value === null || (value > 0 && Number.isFinite(value));
  const faults = [
    ...faultsAmong([[isPart, 'entrant', 'expected a part of the new total from 0 to below 1, such as 0.3']]),
    ...shareQueryFaults(of),
    ...faultsAmong([
      [isAmount(networkEhs), 'network-ehs', 'expected a hash rate in EH/s above 0'],
      [isAmount(joulesPerTerahash), 'joules-per-terahash', 'expected an efficiency in J/TH above 0'],
    ]),
  ];
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
