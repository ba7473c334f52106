import type {
  ComparedFarm,
  ComparedSize,
  ComparedTarget,
  FarmsDocument,
} from '../core/farms/compare-farms.ts';
import type { Size } from '../core/farms/farm-table.ts';
import type { Span } from '../core/farms/worth.ts';
import { days, enumerate, percent, whole } from '../messages/format.ts';

/** What `farms` prints. */
export function farmsText(document: FarmsDocument): string {
  const { farms, announcedLater } = document;
  return [
    ...headLines(document),
    ...farms.flatMap((farm) => ['', ...farmLines(farm)]),
    ...(farms.length === 0 ? ['', 'No farm of the table had been announced by this day.'] : []),
    '',
    ...assumptionLines(document),
    ...(announcedLater === 0 ? [] : [`Farms announced after this day, left out: ${announcedLater}.`]),
  ].join('\n');
}

function headLines(document: FarmsDocument): readonly string[] {
  const { day, from, window, blocks, missingDays, source, largest } = document;
  const label = source.labelledBy === null ? source.kind : `${source.kind}, labelled by ${source.labelledBy}`;
  const missing = missingDays === 0 ? '' : `; ${missingDays} of these days are not counted`;
  const named = (rows: FarmsDocument['largest']['pools']) =>
    enumerate(rows.map(({ name, share }) => `${name} (${percent(share)})`));
  return [
    'Farms are known by announcement: what follows was said, not counted, unless it says counted.',
    `How their targets stood on ${day}, by what could be read by then: ${tally(document)}.`,
    `Set beside the blocks from ${from} to ${day} (${days(window)}, ${whole(blocks)} blocks; ${label}${missing}).`,
    `Largest pools: ${named(largest.pools)}.`,
    `Largest owners: ${named(largest.owners)}.`,
  ];
}

/** "1 ahead, 2 missed". */
function tally({ farms }: FarmsDocument): string {
  const statuses = farms.flatMap(({ targets }) => targets.map(({ status }) => status));
  const counts = [...Map.groupBy(statuses, (status) => status)];
  if (counts.length === 0) return 'none announced';
  return counts.map(([status, { length }]) => `${length} ${status.replace('-', ' ')}`).join(', ');
}

function farmLines({ name, operator, places, announced, targets, caveats }: ComparedFarm) {
  const where = enumerate(places.map((place) => place.name));
  return [
    operator === null ? `${name} (${where})` : `${name} (${operator}; ${where})`,
    `  Announced ${announced.on}: ${sizeText(announced.size)}`,
    ...worthLines(announced),
    `    ${announced.note} [${announced.source}]`,
    ...targets.flatMap((target) => targetLines(target, announced.size)),
    ...caveats.map(({ note, source }) => `  Mind: ${note} [${source}]`),
  ];
}

function targetLines(target: ComparedTarget, announced: Size): readonly string[] {
  const { by, note, source, size } = target;
  const isAnnounced = size.unit === announced.unit && size.amount === announced.amount;
  return [
    `  Target by ${by}: ${sizeText(size)} - ${statusText(target)}`,
    ...(isAnnounced ? [] : worthLines(target)),
    ...fromNothingLines(target),
    `    ${note} [${source}]`,
  ];
}

/** The size on the day, in the units that it was not announced in. */
function worthLines({
  size,
  worth,
  containers,
  among,
}: ComparedSize & { readonly size: Size }): readonly string[] {
  const { share, ehs, megawatts } = worth;
  const isShare = size.unit === 'share';
  const parts = [
    ...(share === null || isShare ? [] : [`${spanText(share, 100)} % of the network`]),
    ...(ehs === null || size.unit === 'ehs' ? [] : [`${spanText(ehs)} EH/s`]),
    ...(megawatts === null || size.unit === 'megawatts' ? [] : [`${spanText(megawatts)} MW`]),
    ...(containers === null ? [] : [`${spanText(containers)} containers`]),
  ];
  if (parts.length === 0) return ['    What that is on this day is not known.'];
  const each = size.unit === 'most-of-share' ? 'Each on average' : 'On this day';
  const rank =
    among === null ? '' : `; ${rankText(among.pools)} among pools, ${rankText(among.owners)} among owners`;
  const isOld =
    size.unit === 'most-of-share' && among === null ? '; too long ago to be set beside this day' : '';
  return [`    ${each}: ${parts.join(', ')}${rank}${isOld}`];
}

function fromNothingLines({ fromNothing }: ComparedTarget): readonly string[] {
  if (fromNothing?.ehs == null || fromNothing.megawatts === null) return [];
  const { ofOldTotal, ehs, megawatts } = fromNothing;
  return [
    `    If all of it is new and nobody else leaves: ${percent(ofOldTotal, 2)} of the network before it, ${about(ehs)} EH/s, ${spanText(megawatts)} MW`,
  ];
}

function statusText(target: ComparedTarget): string {
  switch (target.status) {
    case 'ahead':
      return `AHEAD: ${days(target.daysLeft)} left`;
    case 'due':
      return 'DUE: nothing tells yet whether it was reached';
    case 'without-evidence':
      return 'WITHOUT EVIDENCE: nothing read or counted tells whether it was reached';
    case 'met':
      return `MET: ${evidenceText(target)}`;
    case 'missed':
      return `MISSED: ${evidenceText(target)}`;
  }
}

function evidenceText({
  decidedBy,
  count,
  size,
  since,
}: ComparedTarget & { status: 'met' | 'missed' }): string {
  const page = `${decidedBy.note} [${decidedBy.source}]`;
  if (decidedBy.kind === 'published') {
    const figure = sizeText({ ...size, amount: decidedBy.amount });
    return `${figure} on ${decidedBy.on}, published ${since}. ${page}`;
  }
  const { blocks, of, networkEhs } = count!;
  const rate = networkEhs === null ? '' : `, about ${about((blocks / of) * networkEhs)} EH/s`;
  return `${blocks} of ${whole(of)} blocks counted in the 30 days to the deadline${rate}. ${page}`;
}

function sizeText(size: Size): string {
  switch (size.unit) {
    case 'megawatts':
      return `${size.amount.toLocaleString('en-US')} MW`;
    case 'ehs':
      return `${size.amount.toLocaleString('en-US')} EH/s`;
    case 'share':
      return `${percent(size.amount, 0)} of ${size.of}`;
    case 'most-of-share':
      return `${size.farms} farms with most of ${percent(size.amount, 0)} of ${size.of}`;
  }
}

function assumptionLines({ assumptions, day }: FarmsDocument): readonly string[] {
  const { network, efficiency, containerMegawatts } = assumptions;
  const { joulesPerTerahash, low, high, from, to, what, source } = efficiency;
  const range = low === high ? `${joulesPerTerahash} J/TH` : `${low} to ${high} J/TH`;
  return [
    network === null
      ? 'Assumed: the hash rate of the network is not known for this week, so shares do not convert.'
      : `Assumed: a network of ${about(network.ehs)} EH/s (${about(network.low)} to ${about(network.high)}), counted over the week to ${day}; containers of ${containerMegawatts} MW;`,
    `machines of ${range} for all farms alike, ${what} (${from} to ${to}) [${source}]. MW = EH/s x J/TH.`,
    'Ranges are what statements and efficiency leave open, not confidence intervals. A farm may mine in any pool.',
  ];
}

function rankText({ best, worst }: { readonly best: number; readonly worst: number }): string {
  return best === worst ? `no. ${best}` : `no. ${best} to ${worst}`;
}

function spanText({ low, high }: Span, factor = 1): string {
  const [from, to] = [about(low * factor), about(high * factor)];
  return from === to ? from : `${from} to ${to}`;
}

/** Three digits: no announcement here is better than that. */
function about(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
