import { addDays, dayOf, daysBetween, type UtcDay } from '../../core/ledger/utc-day.ts';
import { type Lens, subjectName } from '../../core/lenses/lens.ts';
import { ownerName, ownerOf } from '../../core/lenses/owners.ts';
import { seatOf } from '../../core/lenses/seats.ts';
import { templateGroupName, templateGroupOf } from '../../core/lenses/templates.ts';
import type { PoolId } from '../../core/pools/pool-id.ts';
import { registry } from '../../core/pools/registry.ts';
import type { ShareRow } from '../../core/shares/share-table.ts';
import { WINDOWS, type WindowCount } from '../../core/shares/window.ts';
import { countOf, hashRateFor, type LatestFigures, shareOf, sharesOf, WEEK } from '../../daily/figures.ts';
import { consequence } from '../../messages/consequence.ts';
import { capitalised, days, percent, whole } from '../../messages/format.ts';
import { bold, type Inline, type Section, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import type { Subject } from '../names.ts';
import {
  ageText,
  countedSection,
  plain,
  rangeText,
  recordedText,
  shareText,
  spanText,
  type Told,
} from './figures.ts';

/** Rows of a ranking; more are not read on a phone. */
const RANKED = 12;

/** A day closes some hours after midnight, so the newest is yesterday or the day before. */
const FRESH_DAYS = 2;

/** `today`: the digest of the newest closed day. */
export function todayAnswer({ figures, at }: Told): Answer {
  const { digest, day } = figures;
  const isOld = daysBetween(day, dayOf(at)) > FRESH_DAYS;
  const age = plain(`This is the newest day that is counted here: ${ageText(day, at)}.`, 10);
  return {
    message: isOld ? { ...digest, sections: [age, ...digest.sections] } : digest,
    picture: { kind: 'ranking', lens: 'owner', window: WEEK, day: figures.day },
    buttons: [
      [...press('Pools', 'pools'), ...press('Owners', 'owners'), ...press('Countries', 'countries')],
      [...press('Warnings', 'warnings'), ...press('How we know', 'method')],
    ],
  };
}

/** `pools` and `owners`: the largest of a window. */
export function rankingAnswer(told: Told, lens: 'pool' | 'owner', window: number): Answer {
  const { figures } = told;
  const count = countOf(figures, lens, window);
  const rows = sharesOf(count);
  const hashRate = hashRateFor(figures, window);
  const command = lens === 'pool' ? 'pools' : 'owners';
  return {
    message: say(command, `Largest ${command} ${spanText(count)}${recordedText(figures, window)}`, [
      rankingTable(rows, count),
      ...(hashRate === null
        ? []
        : [
            plain(
              `The whole network: ${whole(hashRate.ehs)} EH/s (95 % interval ${whole(hashRate.low)}-${whole(hashRate.high)}).`,
              4,
            ),
          ]),
      countedSection(told, count),
    ]),
    picture: { kind: 'ranking', lens, window, day: figures.day },
    buttons: [
      WINDOWS.filter((other) => other !== window).flatMap((other) =>
        press(days(other), `${command} ${other}`),
      ),
      rows.slice(0, 3).flatMap(({ key, name }) => press(name, pageCommand(lens, key))),
    ],
  };
}

/** Where one reads more of a subject. */
function pageCommand(lens: Lens, key: string): string {
  return lens === 'pool' ? `pool ${key}` : `history ${key} 90d`;
}

function rankingTable(rows: readonly ShareRow[], { blocks, unknown }: WindowCount): Section {
  const named = rows.slice(0, RANKED);
  const others = rows.slice(RANKED);
  const rest = others.reduce((sum, row) => sum + row.blocks, 0);
  return {
    kind: 'table',
    columns: [
      { name: 'Who', align: 'left' },
      { name: 'Share', align: 'right' },
      { name: '95 %', align: 'right' },
    ],
    rows: [
      ...named.map((row) => [row.name, percent(row.share), rangeText(row)]),
      ...(others.length > 0 ? [[`${others.length} others`, percent(rest / blocks), '']] : []),
      ...(unknown > 0 ? [['unknown', percent(unknown / blocks), '']] : []),
    ],
    rank: 9,
  };
}

/** `pool`: one pool, owner or template group, whatever was named. */
export function subjectAnswer(told: Told, subject: Subject): Answer {
  const { figures } = told;
  const { lens, key, name } = subject;
  const count = countOf(figures, lens, WEEK);
  const row = shareOf(count, key);
  const isHeld = row !== null && row.blocks > 0;
  return {
    message: say('pool', `${capitalised(name)}${recordedText(figures, WEEK)}`, [
      plain(headText(subject, row, count), 10),
      { kind: 'list', items: [...elsewhen(figures, subject), ...relations(figures, subject)], rank: 6 },
      ...(isHeld
        ? [
            {
              kind: 'paragraph',
              inlines: [
                bold('What that could do: '),
                text(consequence(row.share, { lens, measure: 'share' })),
              ],
              rank: 4,
            } as const,
          ]
        : []),
      countedSection(told, count),
    ]),
    picture: sharePicture(figures, subject, 90),
    buttons: [
      [...press('90 days', `history ${key} 90d`), ...press('1 year', `history ${key} 1y`)],
      [...press('Tell me above 1/3', `watch ${key} 1/3`), ...press('What if …', `whatif 10% ${key}`)],
    ],
  };
}

/** The picture of a subject's weekly share over so many days. */
export function sharePicture(
  { day }: LatestFigures,
  { lens, key }: Subject,
  span: number,
): NonNullable<Answer['picture']> {
  return { kind: 'share-over-time', lens, subject: key, window: WEEK, from: addDays(day, 1 - span), to: day };
}

function headText({ name, lens }: Subject, row: ShareRow | null, count: WindowCount): string {
  if (row === null) return `No block was counted ${spanText(count)}.`;
  const who = lens === 'template' ? `${capitalised(name)} (shared block templates, not ownership)` : name;
  return row.blocks === 0
    ? `${who} mined none of ${whole(count.blocks)} blocks ${spanText(count)}; its share is surely below ${percent(row.high)}.`
    : `${who} mined ${whole(row.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}: ${shareText(row)}.`;
}

/** The share over other windows, and over earlier weeks; nothing of somebody who mined in none of them. */
function elsewhen(figures: LatestFigures, { lens, key }: Subject): readonly (readonly Inline[])[] {
  const whole = (count: WindowCount) => count.lens === lens && count.missingDays === 0;
  const windows = figures.counts.filter((count) => whole(count) && count.window !== WEEK);
  const earlier = figures.earlier.filter(whole);
  if (![...windows, ...earlier].some(({ counts }) => counts.has(key))) return [];
  return [
    ...windows.map((count) => [text(`${days(count.window)}: ${shareText(shareOf(count, key)!)}`)]),
    ...earlier.map((count) => [
      text(`${capitalised(spanText(count))}: ${percent(shareOf(count, key)!.share)}`),
    ]),
  ];
}

/** Whose a pool is, whose templates it sends out, and which law its owner answers to. */
function relations({ day }: LatestFigures, { lens, key }: Subject): readonly (readonly Inline[])[] {
  if (lens === 'template') return [];
  const owner = lens === 'pool' ? ownerOf(key as PoolId, day) : key;
  const seat = seatOf(owner, day);
  const group = lens === 'pool' ? templateGroupOf(key as PoolId, day, 'then') : key;
  const groupName = templateGroupName(group);
  return [
    ...(lens === 'pool' && ownerName(owner) !== undefined
      ? [[text(`Owner: ${subjectName('owner', owner)}`)]]
      : []),
    ...(lens === 'owner' ? ownedPools(key, day) : []),
    ...(groupName === undefined
      ? []
      : [
          [text(`One of the ${groupName}: seen to send out the same block template, which is not ownership`)],
        ]),
    [
      text(
        `Seat (the law over its owner, not the machines): ${seat === undefined ? 'unknown' : subjectName('operator-country', seat)}`,
      ),
    ],
  ];
}

function ownedPools(owner: string, day: UtcDay): readonly (readonly Inline[])[] {
  const owned = registry.pools.filter(({ id }) => ownerOf(id, day) === owner).map(({ name }) => name);
  return owned.length === 0 ? [] : [[text(`Pools: ${owned.join(', ')}`)]];
}
