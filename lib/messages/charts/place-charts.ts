import { createNowcaster, type Nowcast, placeInterval } from '../../core/geography/nowcast.ts';
import { isCountry, type PlaceCode } from '../../core/geography/place.ts';
import type { Ledger } from '../../core/ledger/ledger.ts';
import { addDays, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import { subjectName } from '../../core/lenses/subjects.ts';
import { tableOf } from '../../core/shares/share-table.ts';
import { InputError } from '../../errors.ts';
import { dayText, withReadableDays } from '../format.ts';
import type { Basis, Holding, OperatorsAndMachines, Trend, WorldMap } from './chart.ts';
import { countedBasis, ledgerWithin, maximumOf } from './counted-charts.ts';

const COMPARED = 5;

/** Modelled machine shares by country on a closed day. @throws InputError if there are no figures. */
export function machineMap(ledger: Ledger, day: UtcDay, knowledge: Knowledge): WorldMap {
  const nowcast = createNowcaster(ledger, knowledge).on(day);
  const countries = machineCountries(nowcast);
  const [first, ...others] = countries;
  if (first === undefined) throw nothingToShow(nowcast);
  return {
    kind: 'world-map',
    countries: [first, ...others],
    other: 1 - countries.reduce((sum, { share }) => sum + share, 0),
    basis: modelledBasis(nowcast),
    day,
  };
}

/** Countries by operators (counted) and machines (modelled) on a closed day. @throws InputError if there are no figures. */
export function operatorsAndMachines(
  ledger: Ledger,
  { day, window }: { readonly day: UtcDay; readonly window: number },
  knowledge: Knowledge,
): OperatorsAndMachines {
  const near = ledgerWithin(ledger, addDays(day, 1 - window), day);
  const table = tableOf(near, day, window, 'operator-country', knowledge);
  const operators = new Map(
    table.shares.map((row) => {
      const { key, share, low, high } = row;
      return [key, { share, interval: { low, high }, ...maximumOf('operator-country', row, table) }] as const;
    }),
  );
  const nowcast = createNowcaster(ledger, knowledge).on(day);
  const machines = new Map(machineCountries(nowcast).map((holding) => [holding.key, holding] as const));
  const larger = (key: string) => Math.max(operators.get(key)?.share ?? 0, machines.get(key)?.share ?? 0);
  const [first, ...others] = [...new Set([...operators.keys(), ...machines.keys()])]
    .sort((a, b) => larger(b) - larger(a) || (a < b ? -1 : 1))
    .slice(0, COMPARED)
    .map((key) => ({
      key,
      name: subjectName('operator-country', key),
      operators: operators.get(key) ?? null,
      machines: machines.get(key) ?? null,
    }));
  if (first === undefined || machines.size === 0) throw nothingToShow(nowcast);
  const counted = countedBasis(near, day, window);
  return {
    kind: 'operators-and-machines',
    countries: [first, ...others],
    unknownSeat: table.unknown / table.blocks,
    operators: { ...counted, what: `operators, ${windowText(day, window)}, ${counted.what}` },
    machines: modelledBasis(nowcast),
    day,
  };
}

/** A place's modelled machine share on each day, and the origin of the last one. */
export function placeTrend(
  ledger: Ledger,
  key: PlaceCode,
  on: readonly UtcDay[],
  knowledge: Knowledge,
): { readonly points: Trend['points']; readonly basis: Basis } {
  const nowcaster = createNowcaster(ledger, knowledge);
  const nowcasts = on.map((day) => nowcaster.on(day));
  const points = nowcasts.map((nowcast) => {
    const figure = nowcast.figures.get(key);
    if (figure === undefined || figure.status === 'stale') return { day: nowcast.day, estimate: null };
    const interval = placeInterval(nowcast, key);
    return { day: nowcast.day, estimate: { share: figure.share, interval, isModelled: true as const } };
  });
  return { points, basis: modelledBasis(nowcasts.at(-1)!) };
}

/** Countries with a share above 0, the largest first. */
function machineCountries(nowcast: Nowcast): readonly Holding[] {
  return [...nowcast.figures.values()].flatMap(({ key, name, share }) =>
    isCountry(key) && share > 0
      ? [{ key, name, share, interval: placeInterval(nowcast, key), isModelled: true }]
      : [],
  );
}

/** The published figures a nowcast starts from, and their age. */
function modelledBasis({ day, knowledge, anchor, figures }: Nowcast): Basis {
  const { source, from, to, publishedOn } = anchor!;
  const stale = figures.values().find(({ key, status }) => isCountry(key) && status === 'stale');
  return {
    kind: 'modelled',
    what: [
      `machines on ${dayText(day)}, carried forward from the figures of ${source.name} for ${dayText(from)} to ${dayText(to)}, published ${dayText(publishedOn)}`,
      ...(stale === undefined ? [] : [`stale: ${withReadableDays(stale.reason ?? '')}`]),
      ...(knowledge === 'now' ? ['in hindsight'] : []),
    ].join('; '),
  };
}

function windowText(day: UtcDay, window: number): string {
  return window === 1 ? dayText(day) : `${dayText(addDays(day, 1 - window))} to ${dayText(day)}`;
}

function nothingToShow({ day, reason }: Nowcast): InputError {
  return new InputError([{ where: `machines on ${day}`, what: reason ?? 'there is no figure' }]);
}
