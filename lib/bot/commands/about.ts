import { jeffreysInterval } from '../../core/shares/interval.ts';
import { WEEK } from '../../core/shares/window.ts';
import type { MachineMap } from '../../daily/figures.ts';
import { countOf, LOST_HEIGHTS, provenanceFor } from '../../daily/figures.ts';
import { button } from '../../messages/button.ts';
import { days, dayText, percentRange, whole, withReadableDays } from '../../messages/format.ts';
import { bold, code, link, text } from '../../messages/message.ts';
import { openCountText } from '../../messages/open-episodes.ts';
import { addressOf } from '../../messages/page-link.ts';
import { missingText, oldRegistryText, provenanceText } from '../../messages/provenance.ts';
import { type Answer, list, plain, reply, words } from '../answer.ts';
import { command } from '../command.ts';
import { type CurrentFigures, fromFigures } from '../current-figures.ts';
import { ageText, recordedText } from '../figures-text.ts';

export const method = command({
  name: 'method',
  description: 'How shares are estimated, and what we do not know',
  run: async () => methodAnswer(),
});

export const data = command({
  name: 'data',
  description: 'Where to download the figures, and how they may be used',
  run: async (_, { siteUrl }) => dataAnswer(siteUrl ?? null),
});

export const status = command({
  name: 'status',
  description: 'How old the figures are and where they come from',
  run: fromFigures(statusAnswer),
});

export function methodAnswer(): Answer {
  const point = (name: string, what: string) => words`${bold(`${name} `)}${what}`;
  return reply(
    'method',
    'How shares are estimated, and how sure we are',
    [
      plain(
        'We count who mined each block. A pool with 36 of 100 blocks has about 36% of the hash rate. Blocks are found at random, so each share comes with a range that holds the true one with 95% probability (Jeffreys interval).',
        9,
      ),
      list(
        [
          point(
            '"Above"',
            'means surely above: a warning is sent when we are 95% sure, and stays open until we are 95% sure of the opposite. In between, a share is no longer surely below.',
          ),
          point(
            'A pool',
            'is recognised by its tag in the block and by its payout address. Blocks that nobody can attribute stay unknown and count in every total.',
          ),
          point('An owner', 'may run several pools; each link has a date and a source.'),
          point(
            'Shared templates',
            'mean that pools were seen sending out the same block template. That is not ownership.',
          ),
          point('Operators', 'are counted, by the country whose law can compel the owner of a pool.'),
          point(
            'Machines',
            'are modelled: published tables of where hardware stands, carried forward by a few stated rules. Each figure says how old it is.',
          ),
          point(
            'Recorded days',
            "carry mempool.space's labels, which we did not check. We check live blocks ourselves.",
          ),
        ],
        7,
      ),
      plain(
        'A pool is not a miner: its members can leave within minutes. A share is what its operator could direct until they do.',
        8,
      ),
    ],
    [[...button('How old are the figures?', 'status'), ...button('What could a majority do?', 'risk 51%')]],
  );
}

function dataAnswer(siteUrl: string | null): Answer {
  const licence =
    'The figures are free to use under CC BY 4.0: name Hashtilt and, for recorded days, mempool.space.';
  if (siteUrl === null)
    return reply('data', 'Open data', [
      plain(
        words`Whoever runs this bot publishes no page. A copy of Hashtilt writes every figure as a file with ${code('hashtilt publish')}.`,
      ),
      plain(licence),
    ]);
  const item = (what: string, ...files: readonly [string, string][]) => [
    text(`${what}: `),
    ...files.flatMap(([name, path], index) => [
      ...(index === 0 ? [] : [text(', ')]),
      link(name, addressOf(siteUrl, path)),
    ]),
  ];
  return reply('data', 'Open data', [
    list([
      item('The page', ['today', 'index.html'], ['every file', 'data.html']),
      item('For machines', ['latest.json', 'v1/latest.json']),
      item('Blocks by day', ['CSV', 'v1/history/blocks.csv'], ['Parquet', 'v1/history/blocks.parquet']),
      item('Shares by week', ['CSV', 'v1/history/shares.csv'], ['Parquet', 'v1/history/shares.parquet']),
      item('Feed of warnings', ['Atom', 'v1/warnings.atom'], ['JSON', 'v1/warnings.feed.json']),
    ]),
    plain(licence),
  ]);
}

export function statusAnswer({ figures, at }: CurrentFigures): Answer {
  const { day, episodes } = figures;
  const provenance = provenanceFor(figures, WEEK);
  const { blocks } = countOf(figures, 'pool', 1);
  const item = (name: string, what: string) => words`${bold(`${name}: `)}${what}`;
  return reply(
    'status',
    `Newest closed day: ${dayText(day)}${recordedText(figures, WEEK)}`,
    [
      list(
        [
          item('Age', `${ageText(day, at)}, with ${whole(blocks)} blocks`),
          item('Blocks', provenanceText(provenance)),
          ...lostItems(figures.lost).map((what) => item('Lost blocks', what)),
          item('Missing', missingText(provenance) ?? 'nothing'),
          item('Machines', machinesText(figures.machines)),
          item('Open', openCountText(episodes) || 'nothing'),
          item(
            'Pool registry',
            [provenance.registry, oldRegistryText(provenance, day)].filter(Boolean).join('. '),
          ),
        ],
        9,
      ),
      plain(
        'A day closes once consensus rules out another block in it, about two hours after midnight UTC.',
        4,
      ),
    ],
    [[...button('Today', 'today'), ...button('How we know', 'method')]],
  );
}

function machinesText({ places, reason }: MachineMap): string {
  const anchor = places.find((place) => place.anchor !== null)?.anchor ?? null;
  return anchor === null
    ? `not known: ${withReadableDays(reason ?? 'no published table covers this day')}`
    : `modelled from ${anchor.source}, ${days(anchor.ageDays)} old`;
}

/** How often blocks go stale; empty if that was not counted. */
function lostItems(lost: number | undefined): readonly string[] {
  if (lost === undefined) return [];
  const range = percentRange(jeffreysInterval(lost, LOST_HEIGHTS), 2);
  return [
    `${lost} seen to lose against others at the newest ${whole(LOST_HEIGHTS)} heights (95% interval ${range} of blocks)`,
  ];
}
