import type { UtcDay } from '../../../core/ledger/utc-day.ts';
import { disputesAbout } from '../../../core/lenses/disputes.ts';
import { contestedLinks, ownerName, ownerOf } from '../../../core/lenses/owners.ts';
import { seatOf } from '../../../core/lenses/seats.ts';
import { subjectName } from '../../../core/lenses/subjects.ts';
import { templateGroupName, templateGroupOf } from '../../../core/lenses/templates.ts';
import type { PoolId } from '../../../core/pools/pool-id.ts';
import { UNKNOWN } from '../../../core/pools/pool-id.ts';
import { registry } from '../../../core/pools/registry.ts';
import type { ShareRow } from '../../../core/shares/share-table.ts';
import type { WindowCount } from '../../../core/shares/window.ts';
import { WEEK, WINDOWS } from '../../../core/shares/window.ts';
import { SHARE_DAYS } from '../../../core/signals/watched.ts';
import { countOf, type LatestFigures, PAGE_WINDOW, shareOf } from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { consequence } from '../../../messages/consequence.ts';
import { capitalised, days, dayText, percent, percentRange, whole } from '../../../messages/format.ts';
import { bold } from '../../../messages/message.ts';
import { chanceText } from '../../../messages/runs.ts';
import { type Answer, list, plain, reply, say, words } from '../../answer.ts';
import { command, type Invocation, required } from '../../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../../current-figures.ts';
import { countedSection, noted, shareText, spanText, titleNote } from '../../figures-text.ts';
import { fold } from '../../match-name.ts';
import { ownerCandidates, poolCandidates, type Subject } from '../../names.ts';
import { POOL } from '../../option-kinds.ts';
import { largestPools, resolveName } from '../../resolve-name.ts';
import { sharePicture } from '../history.ts';

export const pool = command({
  name: 'pool',
  description: 'One pool: share, owner, shared templates, seat, trend',
  options: [required('name', POOL, 'A pool, or the start of its name')],
  example: '/pool antpool',
  run: fromFigures(askPool),
});

function askPool(current: CurrentFigures, { command, rest }: Invocation): Answer | Promise<Answer> {
  const { figures } = current;
  if (fold(rest) === UNKNOWN) return unknownAnswer(current);
  return resolveName({
    command,
    figures,
    typed: rest,
    kind: 'pool',
    lists: [poolCandidates(figures), ownerCandidates(figures)],
    commandFor: ({ key }) => `pool ${key}`,
    suggested: largestPools(figures),
    answer: (subject) => subjectAnswer(current, subject),
  });
}

/** What is counted as unknown, which is nobody's pool. */
function unknownAnswer({ figures, at }: CurrentFigures): Answer {
  const count = countOf(figures, 'pool', WEEK);
  return reply(
    'pool',
    'Unknown is not a pool',
    [
      plain(
        `${whole(count.unknown)} of ${whole(count.blocks)} blocks ${spanText(count)} cannot be attributed to any pool. They may belong to one miner or to many, stay in every total, and are assigned to nobody.`,
      ),
      countedSection({ figures, at }, count),
    ],
    [[...button('Pools', 'pools'), ...button('How we know', 'method')]],
  );
}

/**
 * One pool, owner or template group. An owner whose only pool is one that sources disagree on is answered with that
 * pool, unless `dispute` is null.
 */
export function subjectAnswer(
  current: FiguresOf<keyof LatestFigures>,
  named: Subject,
  dispute = disputedPool(current.figures, named),
): Answer {
  const { figures } = current;
  const subject = dispute?.pool ?? named;
  const { lens, key, name } = subject;
  const count = countOf(figures, lens, WEEK);
  const row = shareOf(count, key);
  const message = say('pool', noted(capitalised(name), titleNote(figures, count)), [
    ...(dispute === null
      ? []
      : [plain(`${dispute.text} ${name} counts as its own owner; this is ${name}, not ${named.name}.`, 11)]),
    plain(headText(subject, row, count), 10),
    list(
      [...otherWindows(figures, subject), ...runs(figures, subject), ...relations(figures, subject)].filter(
        (line) => line !== dispute?.text,
      ),
      6,
    ),
    ...(row === null || row.blocks === 0
      ? []
      : [
          plain(
            words`${bold('What that could do: ')}${consequence(row.share, { lens, measure: 'share' })}`,
            4,
          ),
        ]),
    countedSection(current, count, null, Math.max(...WINDOWS)),
  ]);
  return {
    message,
    picture: sharePicture(figures, subject, 90),
    page: pageOf(figures, subject),
    buttons: [
      [
        ...button('90 days', `history ${key} 90d`),
        ...button('1 year', `history ${key} 1y`),
        ...button('How we know', 'method'),
      ],
      [...button('Alarm above 1/3', `watch ${key} 1/3`), ...button('What if …', `whatif 10% ${key}`)],
    ],
  };
}

/** The pool that some sources assign to an owner without blocks; null for any other subject. */
export function disputedPool(
  figures: Pick<LatestFigures, 'day' | 'counts'>,
  { lens, key }: Subject,
): { readonly pool: Subject; readonly text: string } | null {
  if (lens !== 'owner' || countOf(figures, lens, WEEK).counts.has(key)) return null;
  const link = contestedLinks.find(({ owner, contested }) => owner === key && contested.since <= figures.day);
  if (link === undefined) return null;
  const pool = { lens: 'pool', key: link.pool, name: subjectName('pool', link.pool) } as const;
  return { pool, text: link.contested.text };
}

/** The subject's page if it mined recently, and so surely has one; else the list. */
function pageOf(figures: LatestFigures, { lens, key }: Subject): string {
  if (lens === 'template') return 'owners.html';
  const folder = lens === 'operator-country' ? 'countries' : `${lens}s`;
  return countOf(figures, lens, PAGE_WINDOW).counts.has(key) ? `${folder}/${key}.html` : `${folder}.html`;
}

function headText({ name, lens }: Subject, row: ShareRow | null, count: WindowCount): string {
  if (row === null) return `No block was counted ${spanText(count)}.`;
  const who = lens === 'template' ? `${capitalised(name)} (shared block templates, not ownership)` : name;
  return row.blocks === 0
    ? `${who} mined none of ${whole(count.blocks)} blocks ${spanText(count)}; its share is almost certainly below ${percent(row.high)}.`
    : `${who} mined ${whole(row.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}: ${shareText(row)}.`;
}

/** The share over other windows and in earlier weeks; empty if there were no blocks in any of them. */
function otherWindows(figures: LatestFigures, { lens, key }: Subject): readonly string[] {
  const whole = (count: WindowCount) => count.lens === lens && count.missingDays === 0;
  const windows = figures.counts.filter((count) => whole(count) && count.window !== WEEK);
  const earlier = figures.earlier.filter(whole);
  if (![...windows, ...earlier].some(({ counts }) => counts.has(key))) return [];
  return [
    ...windows.map((count) => {
      const row = shareOf(count, key)!;
      return `${days(count.window)}: ${percent(row.share)} (${percentRange(row)})`;
    }),
    ...earlier.map(
      (count) => `${days(count.window)} to ${dayText(count.day)}: ${percent(shareOf(count, key)!.share)}`,
    ),
  ];
}

/** The longest run of the week, and how often chance produces one as long. */
function runs(figures: LatestFigures, { lens, key }: Subject): readonly string[] {
  const share = shareOf(countOf(figures, lens, SHARE_DAYS), key)?.share ?? 0;
  const runs = figures.runs?.find((one) => one.lens === lens && one.window === WEEK);
  const length = runs?.lengths[key] ?? 0;
  if (length === 0 || share === 0) return [];
  if (length === 1) return ['No two blocks in a row this week'];
  return [`Longest run of the week: ${whole(length)} blocks in a row (${chanceText(length, share)})`];
}

function relations({ day }: LatestFigures, { lens, key }: Subject): readonly string[] {
  if (lens === 'template') return [];
  const asKnown = { day, knowledge: 'then' } as const;
  const owner = lens === 'pool' ? ownerOf(key as PoolId, day, asKnown) : key;
  const seat = seatOf(owner, day, asKnown);
  const group = templateGroupName(
    (lens === 'pool' ? templateGroupOf(key as PoolId, day, asKnown) : key) ?? key,
  );
  return [
    ...(lens === 'pool' && ownerName(owner) !== undefined ? [`Owner: ${subjectName('owner', owner)}`] : []),
    ...(lens === 'owner' ? ownedPools(key, day) : []),
    ...(group === undefined
      ? []
      : [`One of the ${group}: seen sending out the same block template, which is not ownership`]),
    `Seat (the owner's country, not where machines stand): ${seat === undefined ? 'unknown' : subjectName('operator-country', seat)}`,
    ...disputesAbout(owner, lens === 'pool' ? key : null, day),
  ];
}

function ownedPools(owner: string, day: UtcDay): readonly string[] {
  const asKnown = { day, knowledge: 'then' } as const;
  const owned = registry.pools
    .filter(({ id }) => ownerOf(id, day, asKnown) === owner)
    .map(({ name }) => name);
  return owned.length === 0 ? [] : [`Pools: ${owned.join(', ')}`];
}
