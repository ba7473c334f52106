import type { Lens } from '../../core/lenses/lens.ts';
import { WEEK } from '../../core/shares/window.ts';
import { countOf, hashRateFor, provenanceFor, sharesOf } from '../../daily/figures.ts';
import { standing } from '../../messages/digest.ts';
import { capitalised } from '../../messages/format.ts';
import { levelText, sinceText, subjectText } from '../../messages/headline.ts';
import { warningPath } from '../../messages/page-link.ts';
import type { Parsed } from '../../schema.ts';
import type { SiteSource } from '../source.ts';
import type { WarningDay } from '../warning-page.ts';
import { LICENCE, type latestSchema } from './documents.ts';

/** The newest closed day in one document. */
export function latestDocument(
  { figures, day }: SiteSource,
  warnings: readonly WarningDay[],
): Parsed<typeof latestSchema> {
  const week = (lens: Lens) => {
    const count = countOf(figures, lens, WEEK);
    const { blocks, unknown, missingDays } = count;
    return { blocks, unknown, missingDays, shares: sharesOf(count) };
  };
  const owner = week('owner');
  const [largest] = owner.missingDays > 0 ? [] : owner.shares;
  const [newest] = warnings;
  return {
    schema: 'hashtilt/latest@1',
    day,
    answer: largest === undefined ? null : standing(largest, figures.episodes),
    majorityPossible: largest === undefined ? null : largest.high >= 0.5,
    week: {
      owner,
      pool: week('pool'),
      template: week('template'),
      'operator-country': week('operator-country'),
    },
    hashRate: hashRateFor(figures, WEEK),
    machines: figures.machines.places.map(({ key, name, status, share, low, high }) => ({
      ...{ key, name, status, share, low, high },
    })),
    open: figures.episodes.map((episode) => ({
      severity: episode.severity,
      text: `${capitalised(subjectText(episode))}: ${levelText(episode)}, ${sinceText(episode)}`,
      since: episode.since,
    })),
    newestWarning:
      newest === undefined
        ? null
        : { day: newest.day, title: newest.message.title, page: `../${warningPath(newest.day)}` },
    registry: provenanceFor(figures, WEEK).registry,
    licence: LICENCE,
  };
}
