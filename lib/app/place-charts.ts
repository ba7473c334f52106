import type { Basis, Holding, OperatorsAndMachines, WorldMap } from '../charts/chart.ts';
import { InputError } from '../errors.ts';
import type { ObservedAnchor } from '../geography/anchor.ts';
import { primaryAnchor } from '../geography/anchors.ts';
import { placeName } from '../geography/place.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import { dayText } from '../messages/format.ts';
import { shareTable } from '../shares/share-table.ts';
import { countWindow, throughLens } from '../shares/window.ts';
import { countedBasis, upTo } from './counted-charts.ts';

/** Countries that are compared, at most. */
const COMPARED = 5;

/** The world by the newest published table that anybody could have read on a day. */
export function publishedMap(day: UtcDay, knowledge: Knowledge): WorldMap {
  const anchor = anchorOn(day, knowledge);
  const [first, ...others] = placesOf(anchor);
  return {
    kind: 'world-map',
    countries: [first!, ...others],
    other: anchor.other,
    basis: publishedBasis(anchor, knowledge),
    day,
  };
}

/** Countries by their operators, counted, and by their machines, as published. `day` is closed. */
export function operatorsAndPublishedMachines(
  ledger: Ledger,
  { day, window }: { readonly day: UtcDay; readonly window: number },
  knowledge: Knowledge,
): OperatorsAndMachines {
  const anchor = anchorOn(day, knowledge);
  const near = upTo(ledger, addDays(day, 1 - window), day);
  const table = shareTable(near, countWindow(throughLens(near, 'operator-country', knowledge), day, window));
  const operators = new Map(
    table.shares.map(({ key, share, low, high }) => [key, { share, interval: { low, high } }] as const),
  );
  const machines = new Map(placesOf(anchor).map((holding) => [holding.key, holding] as const));
  const larger = (key: string) => Math.max(operators.get(key)?.share ?? 0, machines.get(key)?.share ?? 0);
  const keys = [...new Set([...operators.keys(), ...machines.keys()])]
    .sort((a, b) => larger(b) - larger(a) || (a < b ? -1 : 1))
    .slice(0, COMPARED);
  const [first, ...others] = keys.map((key) => ({
    key,
    name: placeName(key as Parameters<typeof placeName>[0]),
    operators: operators.get(key) ?? null,
    machines: machines.get(key) ?? null,
  }));
  const counted = countedBasis(near, day, window);
  return {
    kind: 'operators-and-machines',
    countries: [first!, ...others],
    seatless: table.unknown / table.blocks,
    operators: { ...counted, what: `operators, ${windowText(day, window)}, ${counted.what}` },
    machines: publishedBasis(anchor, knowledge),
    day,
  };
}

function windowText(day: UtcDay, window: number): string {
  return window === 1 ? dayText(day) : `${dayText(addDays(day, 1 - window))} to ${dayText(day)}`;
}

function anchorOn(day: UtcDay, knowledge: Knowledge): ObservedAnchor {
  const anchor = primaryAnchor({ level: 'country', day, knowledge });
  if (anchor !== undefined) return anchor;
  const what = `no table of machine countries had been published by ${day}`;
  throw new InputError([{ where: 'day', what }]);
}

/** Countries with a figure above 0, the largest first; a figure that is not what it measures is left out. */
function placesOf({ shares, doubted }: ObservedAnchor): readonly Holding[] {
  return [...shares]
    .filter(([place, share]) => share > 0 && !doubted.has(place))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([place, share]) => ({ key: place, name: placeName(place), share, interval: null }));
}

function publishedBasis({ source, from, to, publishedOn }: ObservedAnchor, knowledge: Knowledge): Basis {
  const hindsight = knowledge === 'then' ? '' : '; in hindsight';
  return {
    kind: 'published',
    what: `machines, ${dayText(from)} to ${dayText(to)}, by ${source.name}, ${dayText(publishedOn)}; no interval given${hindsight}`,
  };
}
