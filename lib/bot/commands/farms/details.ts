import type {
  ComparedFarm,
  ComparedSize,
  ComparedTarget,
  FarmsDocument,
} from '../../../core/farms/compare-farms.ts';
import type { Size } from '../../../core/farms/farm-table.ts';
import type { Span } from '../../../core/farms/worth.ts';
import {
  capitalised,
  days,
  dayText,
  enumerate,
  exahashes,
  percent,
  threeDigits,
  whole,
} from '../../../messages/format.ts';
import { bold, type Inline, link, type Section } from '../../../messages/message.ts';
import { left, right } from '../../../messages/table.ts';
import { list, plain, words } from '../../answer.ts';
import { sizeText } from './farms.ts';

/** Announced sizes compared with the day's network, the sources, and the assumptions. */
export function farmsDetails(document: FarmsDocument): readonly Section[] {
  const { farms, largest, announcedLater } = document;
  const named = (rows: FarmsDocument['largest']['pools']) =>
    enumerate(rows.map(({ name, share }) => `${name} (${percent(share)})`));
  return [
    plain(`Their targets, by what was published by then: ${tally(farms)}.`),
    ...(farms.length === 0 ? [] : [worthTable(document), ...farms.map(pagesSection)]),
    plain(`Largest pools: ${named(largest.pools)}. Largest owners: ${named(largest.owners)}.`),
    assumptions(document),
    ...(announcedLater === 0 ? [] : [plain(`Farms announced after this day, left out: ${announcedLater}.`)]),
  ];
}

/** "1 ahead, 2 missed". */
function tally(farms: readonly ComparedFarm[]): string {
  const statuses = farms.flatMap(({ targets }) => targets.map(({ status }) => status));
  const counts = [...Map.groupBy(statuses, (status) => status)];
  if (counts.length === 0) return 'none announced';
  return counts.map(([status, { length }]) => `${length} ${status.replace('-', ' ')}`).join(', ');
}

/** Shown in place of an unknown figure. */
const NOT_KNOWN = '–';

function worthTable({ day, farms }: FarmsDocument): Section {
  return {
    kind: 'table',
    title: `What they come to on ${dayText(day)}`,
    columns: [
      ...left('Farm', 'Announced'),
      ...right('% of network', 'EH/s', 'MW', 'Containers'),
      ...left('Among pools', 'Among owners'),
    ],
    rows: farms.flatMap(({ name, announced, targets }) => [
      worthRow(name, sizeText(announced.size), announced),
      ...targets
        .filter(({ size }) => !isSame(size, announced.size))
        .map((target) => worthRow(name, `${sizeText(target.size)} by ${dayText(target.by)}`, target)),
    ]),
  };
}

function isSame(a: Size, b: Size): boolean {
  return a.unit === b.unit && a.amount === b.amount;
}

function worthRow(
  farm: string,
  size: string,
  { worth: { share, ehs, megawatts }, containers, among }: ComparedSize,
): readonly string[] {
  const inPercent = share && { low: share.low * 100, high: share.high * 100 };
  const spans = [inPercent, ehs, megawatts, containers].map((span) => span && spanText(span));
  const ranks = [among?.pools, among?.owners].map((rank) => rank && rankText(rank));
  return [farm, size, ...[...spans, ...ranks].map((cell) => cell ?? NOT_KNOWN)];
}

function pagesSection({ name, operator, announced, targets, caveats }: ComparedFarm): Section {
  return list(
    [
      words`${sizeNote(announced)} ${announced.note} ${pageOf(announced)}`,
      ...targets.flatMap((target) => [
        words`${bold(`By ${dayText(target.by)}: `)}${ofText(target.size)}. ${target.note} ${pageOf(target)}`,
        [bold(`${capitalised(target.status.replace('-', ' '))}: `), ...outcomeText(target)],
        ...fromNothing(target),
      ]),
      ...caveats.map((caveat) => words`${bold('Caveat: ')}${caveat.note} ${pageOf(caveat)}`),
    ],
    5,
    operator === null ? name : `${name}, of ${operator}`,
  );
}

function pageOf({ source }: { readonly source: string }): Inline {
  return link('Source', source);
}

/** Explains a size that many farms share, which is averaged, and a share too old to compare. */
function sizeNote({ size, among }: ComparedFarm['announced']): string {
  if (size.unit !== 'most-of-share') return `${ofText(size)}.`;
  const old = among === null ? ' That is too long ago to compare with this day.' : '';
  return `${ofText(size)}; the table gives each farm's average.${old}`;
}

/** A size, and the total it is a share of. */
function ofText(size: Size): string {
  switch (size.unit) {
    case 'megawatts':
    case 'ehs':
      return sizeText(size);
    case 'share':
      return `${percent(size.amount, 0)} of ${size.of}`;
    case 'most-of-share':
      return `${size.farms} farms with most of ${percent(size.amount, 0)} of ${size.of}`;
  }
}

function outcomeText(target: ComparedTarget): readonly Inline[] {
  switch (target.status) {
    case 'ahead':
      return words`${days(target.daysLeft)} left`;
    case 'due':
      return words`nothing shows yet whether it was reached`;
    case 'without-evidence':
      return words`nothing we read or counted shows whether it was reached`;
    case 'met':
    case 'missed':
      return words`${evidenceText(target)}. ${target.decidedBy.note} ${pageOf(target.decidedBy)}`;
  }
}

function evidenceText({
  decidedBy,
  count,
  size,
  since,
}: ComparedTarget & { readonly status: 'met' | 'missed' }): string {
  if (decidedBy.kind === 'published') {
    const figure = ofText({ ...size, amount: decidedBy.amount });
    return `${figure} on ${dayText(decidedBy.on)}, published ${dayText(since)}`;
  }
  const { blocks, of, networkEhs } = count!;
  const rate = networkEhs === null ? '' : `, about ${threeDigits((blocks / of) * networkEhs)} EH/s`;
  return `${whole(blocks)} of ${whole(of)} blocks counted in the 30 days to the deadline${rate}`;
}

function fromNothing({ fromNothing: newly }: ComparedTarget): readonly string[] {
  if (newly?.ehs == null || newly.megawatts === null) return [];
  const { ofOldTotal, ehs, megawatts } = newly;
  return [
    `If all of it is new and nobody else leaves: ${percent(ofOldTotal, 2)} of the network before it, ${threeDigits(ehs)} EH/s, ${spanText(megawatts)} MW`,
  ];
}

function assumptions({
  assumptions: { network, efficiency, containerMegawatts },
  day,
}: FarmsDocument): Section {
  const { joulesPerTerahash, low, high, from, to, what } = efficiency;
  const range = low === high ? `${joulesPerTerahash} J/TH` : `${low} to ${high} J/TH`;
  const rate =
    network === null
      ? "the network's hash rate is not known for this week, so shares cannot be converted"
      : `a network of ${exahashes(network.ehs)} EH/s (${exahashes(network.low)}-${exahashes(network.high)}), counted over the week to ${dayText(day)}`;
  const machines = `machines of ${range} for all farms alike, ${what} (${dayText(from)} to ${dayText(to)})`;
  return plain(
    words`Assumed: ${rate}; containers of ${String(containerMegawatts)} MW; ${machines}. ${pageOf(efficiency)}. MW = EH/s x J/TH. Ranges show what statements and efficiency leave open; they are not confidence intervals. A farm may mine in any pool.`,
  );
}

function rankText({ best, worst }: { readonly best: number; readonly worst: number }): string {
  return best === worst ? `no. ${best}` : `no. ${best} to ${worst}`;
}

function spanText({ low, high }: Span): string {
  const [from, to] = [threeDigits(low), threeDigits(high)];
  return from === to ? from : `${from} to ${to}`;
}
