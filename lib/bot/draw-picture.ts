import { viewOf } from '../core/ledger/ledger-view.ts';
import type { Knowledge, Lens } from '../core/lenses/lens.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import { assertNever } from '../errors.ts';
import { type ChartQuestion, chartOf } from '../messages/charts/chart-subject.ts';
import type { Painter } from '../messages/charts/resvg.ts';
import type { DrawPicture } from './picture-work.ts';
import type { PictureRequest } from './reply.ts';

export type DrawDeps = {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  /** Their bounds are drawn into a share over time. */
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
  readonly openPainter: () => Promise<Painter>;
};

/** The window of pictures that compare countries, in days: that of the rules on them. */
const WEEK = 7;

/** How the chart of a ranking is asked for. */
const RANKING_OF: Readonly<Record<Lens, string>> = {
  pool: 'pools',
  owner: 'owners',
  template: 'templates',
  'operator-country': 'operator-countries',
};

/** Draws what replies ask for from the stored days, for a light screen: nobody tells a bot what screen they have. */
export function pictureDrawer({ ledger, rules, knowledge, openPainter }: DrawDeps): DrawPicture {
  return async (picture) => {
    const [days, paint] = await Promise.all([ledger.loadDays(), openPainter()]);
    const { png, alt } = paint(chartOf({ ...questionOf(picture), knowledge }, viewOf(days), rules), 'light');
    return { png, description: alt };
  };
}

function questionOf(picture: PictureRequest): Omit<ChartQuestion, 'knowledge'> {
  switch (picture.kind) {
    case 'share-over-time': {
      const { lens, subject, window, from, to } = picture;
      return { subject: `${lens}:${subject}`, day: to, window, from };
    }
    case 'ranking':
      return { subject: RANKING_OF[picture.lens], day: picture.day, window: picture.window, from: null };
    case 'operators-and-machines':
      return { subject: 'countries', day: picture.day, window: WEEK, from: null };
    case 'world':
      return { subject: 'map', day: picture.day, window: WEEK, from: null };
    default:
      return assertNever(picture);
  }
}
