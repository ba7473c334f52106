import type { PlaceRow } from '../core/geography/place-report.ts';
import type { LostBlock } from '../core/ledger/block.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { UNKNOWN } from '../core/pools/pool-id.ts';
import type { ShareRow, ShareTable } from '../core/shares/share-table.ts';
import type { OpenEpisode } from '../core/warnings/episode.ts';
import { replyButton } from './button.ts';
import {
  aboutPercent,
  capitalised,
  counted,
  days,
  dayText,
  exahashes,
  percent,
  percentRange,
  whole,
} from './format.ts';
import { levelText, OPEN_TITLE, sinceText, subjectText } from './headline.ts';
import { bold, type Inline, list, type Message, plain, type Section, type Table, words } from './message.ts';
import { openWarningsText } from './open-episodes.ts';
import { pageSections } from './page-link.ts';
import { missingText, oldRegistryText, type Provenance, provenanceText } from './provenance.ts';
import { seatsText } from './seats.ts';
import { shareColumns, shareRows } from './share-rows.ts';

export type DigestFacts = {
  readonly id: string;
  readonly day: UtcDay;
  readonly isRecorded: boolean;
  /** Blocks of the day itself. */
  readonly blocks: number;
  /** Seven-day shares; null if one of the days is missing. */
  readonly week: {
    readonly owner: ShareTable;
    readonly template: ShareTable;
    readonly operatorCountry: ShareTable;
    /** Disagreements between sources that affect these shares, one sentence each. */
    readonly disputes: readonly string[];
    /** Countries and regions, modelled; empty if no figures had been published. */
    readonly machines: readonly PlaceRow[];
  } | null;
  /** How many of the seven days are counted. */
  readonly weekDays: number;
  readonly episodes: readonly OpenEpisode[];
  /** Changes on the day, one line each. */
  readonly changes: readonly string[];
  /** Sudden changes that the day's blocks signalled or that the day confirmed or withdrew, one line each. */
  readonly signals: readonly string[];
  /** Corrections and table changes that readers should know about, one line each. */
  readonly notes: readonly string[];
  /** The longest runs of one owner, in words; null if individual blocks are not known. */
  readonly runs: { readonly day: string | null; readonly week: string | null };
  /** The day's stale blocks. */
  readonly lost: readonly LostBlock[];
  /** Why no live figures are shown; null if there is nothing to explain. */
  readonly liveNote: string | null;
  readonly provenance: Provenance;
  readonly siteUrl?: string | null;
};

/** Owners named in the digest's table; the others are summed below them. */
export const NAMED_OWNERS = 6;

/** Countries named in the line on seats. */
export const NAMED_SEATS = 3;

/** The daily summary. */
export function digestMessage(facts: DigestFacts): Message {
  const { id, day, week, isRecorded } = facts;
  return {
    id,
    title: `Bitcoin mining on ${dayText(day)}${isRecorded ? ' (recorded)' : ''}`,
    severity: 'info',
    sections: [
      plain(summaryText(facts), 10),
      ...(facts.liveNote === null ? [] : [plain(facts.liveNote, 10)]),
      ...(week === null ? [] : weekSections(week, facts.runs)),
      list(facts.changes, 5, 'Changes on this day'),
      list(facts.signals, 6, 'Sudden changes'),
      list(facts.episodes.map(episodeLine), 6, OPEN_TITLE),
      list(facts.notes, 7, 'Corrections'),
      list(lostTexts(facts.lost), 3, 'Lost blocks'),
      plain(howKnown(facts), 8),
      ...pageSections(facts.siteUrl, 'index.html'),
    ],
    buttons: [replyButton('How we know', 'method')],
  };
}

/** The day's result for a newcomer, in two sentences. */
export function summaryText({ week, weekDays, blocks, episodes }: DigestFacts): string {
  const largest = week?.owner.shares[0];
  if (week === null || largest === undefined) {
    const open = openWarningsText(episodes);
    return `${open === null ? '' : `${open} `}${counted(blocks, 'block was', 'blocks were')} mined on this day. Shares need all of the last 7 days, and ${weekDays} ${weekDays === 1 ? 'is' : 'are'} counted.`;
  }
  return `${standing(largest, episodes)} ${leading(largest)}`;
}

/** What the largest owner mined in the week, in one sentence. @param withInterval unless a table next to it has it. */
export function leading(largest: ShareRow, withInterval = true): string {
  const interval = withInterval ? ` (95% interval ${percentRange(largest)})` : '';
  return `${largest.name} mined ${percent(largest.share)} of the last 7 days' blocks${interval}, more than any other owner.`;
}

/**
 * How close the largest owner is to a majority, in one sentence for newcomers. It never reassures while a warning is
 * open, but says which.
 */
export function standing({ low, share, high }: ShareRow, episodes: readonly OpenEpisode[]): string {
  if (low > 0.5) return 'One owner holds a majority of Bitcoin mining.';
  if (high >= 0.5) return 'One owner may hold a majority of Bitcoin mining.';
  if (share >= 0.4) return 'No owner holds a majority of Bitcoin mining, but one is close.';
  return openWarningsText(episodes) ?? 'No owner is near a majority of Bitcoin mining.';
}

function weekSections(
  { owner, template, operatorCountry, disputes, machines }: NonNullable<DigestFacts['week']>,
  runs: DigestFacts['runs'],
): readonly Section[] {
  return [
    ownerTable(owner, NAMED_OWNERS),
    list(
      [
        ...templateLine(template),
        `Pool owners by country (not where machines stand): ${seatsText(operatorCountry, NAMED_SEATS)}`,
        ...machinesLine(machines),
        ...concentrationLines(owner),
        ...runsLine(runs),
        ...disputes,
      ],
      4,
      'Other views',
    ),
  ];
}

/** The table of owners: the largest `named` by name, then the others and unknown miners as one row each. */
export function ownerTable(owner: ShareTable, named: number): Table {
  return {
    kind: 'table',
    title: `Who mined the last 7 days (${whole(owner.blocks)} blocks)`,
    columns: shareColumns('Owner'),
    rows: shareRows(owner.shares, owner, named),
    rank: 9,
  };
}

/** The largest group with a shared block template, as opposed to a single owner's pools. */
function templateLine({ shares }: ShareTable): readonly string[] {
  const group = shares.find(({ key }) => subjectName('template', key) !== subjectName('owner', key));
  if (group === undefined) return [];
  const { name, share } = group;
  return [`${capitalised(name)} (same block template): ${percent(share)}, ${percentRange(group)}`];
}

/** The countries with the most machines by the model, and the age of the figures it is based on. */
function machinesLine(rows: readonly PlaceRow[]): readonly string[] {
  const countries = rows.filter(({ level, key }) => level === 'country' && key !== 'other');
  const [first] = countries;
  if (first?.anchor == null) return [];
  const named = countries
    .slice(0, 3)
    .map(
      ({ name, share, low, high }) =>
        `${name} ${aboutPercent(share!)} (${percentRange({ low: low!, high: high! }, 0)})`,
    );
  const { from, to } = first.anchor;
  const age = first.status === 'stale' ? 'too old to warn about, ' : '';
  return [
    `Where machines stand (modelled; newest published figures: ${dayText(from)} to ${dayText(to)}, ${age}${days(first.anchor.ageDays)} old): ${named.join(', ')}`,
  ];
}

function concentrationLines({ top, nakamoto, hashRate }: ShareTable): readonly string[] {
  const two = top.find(({ n }) => n === 2);
  const { low, high } = nakamoto;
  const fewest = low === null || high === null ? null : low === high ? `${low}` : `${low} to ${high}`;
  return [
    ...(two === undefined || fewest === null
      ? []
      : [
          `The two largest together: ${percent(two.share)}. It takes ${fewest} owners to hold more than half`,
        ]),
    ...(hashRate === null
      ? []
      : [
          `Network: ${exahashes(hashRate.ehs)} EH/s (${exahashes(hashRate.low)}-${exahashes(hashRate.high)})`,
        ]),
  ];
}

function runsLine({ day, week }: DigestFacts['runs']): readonly string[] {
  if (day === null || week === null) return [];
  return [
    `Longest run of blocks: ${day}${week === day ? '; none longer in the week' : `; of the week: ${week}`}`,
  ];
}

function episodeLine(episode: OpenEpisode): readonly Inline[] {
  return words`${bold(`${capitalised(episode.severity)}: `)}${capitalised(subjectText(episode))}, ${levelText(episode)}, ${sinceText(episode)}`;
}

/** Stale blocks listed individually; a long reorganisation has too many. */
const NAMED_LOST = 5;

function lostTexts(lost: readonly LostBlock[]): readonly string[] {
  const more = lost.length - NAMED_LOST;
  return [
    ...lost.slice(0, NAMED_LOST).map(lostText),
    ...(more > 0 ? [`${whole(more)} more, up to ${whole(lost.at(-1)!.height)}`] : []),
  ];
}

function lostText({ height, pool, winner }: LostBlock): string {
  const nameOf = (key: LostBlock['pool']) =>
    key === UNKNOWN ? 'an unknown miner' : subjectName('pool', key);
  const against = winner === null ? '' : ` against ${nameOf(winner)}'s`;
  return `A block of ${nameOf(pool)} at ${whole(height)} lost${against}`;
}

function howKnown({ provenance, day }: DigestFacts): readonly Inline[] {
  const what = `${provenanceText(provenance)}. An owner may run several pools; unknown blocks are assigned to nobody.`;
  const notes = [oldRegistryText(provenance, day), missingText(provenance)].filter((one) => one !== null);
  return words`${bold('How we know: ')}${[what, ...notes].join(' ')}`;
}
